import { ApiSession } from '../support/api-session.ts';
import { demoUrl, expect, test } from '../support/demo.ts';
import { rowOf } from '../support/watch-row.ts';

test('a user is created, joins a project, is disabled at once and deleted', async ({ page, admin }) => {
  const name = `carol-${Date.now().toString(36)}`;
  await admin.json('POST', '/projects', { name });
  await page.goto('/users');
  await page.getByRole('button', { name: 'Create user' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'User name' }).fill(name);
  await dialog.getByRole('textbox', { name: 'New password' }).fill('carol-has-a-password');
  await dialog.getByRole('button', { name: 'Create user' }).click();
  await expect(rowOf(page, name)).toContainText('Active');
  const carol = await ApiSession.login(demoUrl, name, 'carol-has-a-password');

  await page.goto(`/projects?q=${name}`);
  await rowOf(page, name).getByRole('link', { name }).click();
  await page.getByRole('region', { name: 'Quota' }).getByRole('button', { name: 'Edit…' }).click();
  await dialog.getByRole('textbox', { name: 'Instances' }).fill('12');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('region', { name: 'Quota' })).toContainText('12');
  await page.getByRole('tab', { name: 'Members' }).click();
  await page.getByRole('button', { name: 'Add member' }).click();
  await dialog.getByRole('combobox', { name: 'User' }).fill(name);
  await dialog.getByRole('button', { name: 'Add member' }).click();
  await page.getByRole('combobox', { name: `Role of ${name}` }).selectOption({ label: 'Manager' });
  await expect(page.getByText(`${name} is Manager now`)).toBeVisible();
  expect((await carol.list('projects')).map(project => project.name)).toEqual([name]);

  await page.goto(`/users?q=${name}`);
  await rowOf(page, name).getByRole('link', { name }).click();
  await page.getByRole('button', { name: 'Disable…' }).click();
  await expect(dialog).toContainText('signed out everywhere at once');
  await dialog.getByRole('button', { name: 'Disable' }).click();
  await expect(page.getByRole('main').locator('header').first()).toContainText('Disabled');
  expect((await carol.request('GET', '/session')).status).toBe(401);
  await page.getByRole('button', { name: 'Delete…' }).click();
  await dialog.getByRole('button', { name: 'Delete' }).click();
  await expect(page).toHaveURL(/\/users$/);
  expect(await admin.list('users', name)).toEqual([]);
});

test('a token is shown once, works, and is refused once it is revoked', async ({ page }) => {
  const name = `script ${Date.now().toString(36)}`;
  await page.goto('/account');
  await page.getByRole('button', { name: 'Create token' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Name' }).fill(name);
  await dialog.getByRole('button', { name: 'Create token' }).click();
  const token = await dialog.getByText(/^ory_/).innerText();
  const asScript = async () =>
    (await fetch(`${demoUrl}/api/v1/session`, { headers: { authorization: `Bearer ${token}` } })).status;
  expect(await asScript()).toBe(200);
  await dialog.getByRole('button', { name: 'I have kept it' }).click();
  await expect(page.getByText(token)).toHaveCount(0);
  await page.getByRole('button', { name: `Revoke ${name}` }).click();
  await dialog.getByRole('button', { name: 'Revoke' }).click();
  // What lies behind an open dialog has no roles: its absence says something only once the dialog has gone.
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole('button', { name: `Revoke ${name}` })).toHaveCount(0);
  expect(await asScript()).toBe(401);
});

test('the audit log marks a refusal, shows it in full, and its chain holds', async ({ page, admin }) => {
  const { tenant } = await admin.tenant(`nosy-${Date.now().toString(36)}`);
  const { username } = tenant.session.user;
  expect((await tenant.request('POST', '/users', { username: 'x', password: 'long enough' })).status).toBe(
    403,
  );
  await page.goto('/audit');
  await page.getByRole('searchbox', { name: 'Filter' }).fill(`denied ${username}`);
  const row = page.getByRole('row').filter({ hasText: username });
  await expect(row).toHaveCount(1);
  await expect(row).toContainText('Denied');
  await expect(page).toHaveURL(/q=denied/);
  await row.dblclick();
  const record = page.getByRole('dialog', { name: /^Record \d+/ });
  await expect(record).toContainText('createUser');
  await record.getByRole('button', { name: 'Close' }).click();
  await page.getByRole('button', { name: 'Verify the chain' }).click();
  await expect(page.getByRole('dialog')).toContainText(/Yes: [\d,]+ records, each as it was written/);
});

test('a form says what is wrong where it is typed; its button stays the same when its reason goes', async ({
  page,
}) => {
  await page.goto('/users?tab=add');
  const dialog = page.getByRole('dialog');
  const create = dialog.getByRole('button', { name: 'Create user' });
  await expect(create).toHaveAttribute('aria-disabled', 'true');
  const button = await create.elementHandle();
  await dialog.getByLabel('User name').fill('two words');
  await expect(dialog.getByRole('alert')).toContainText('without spaces');
  await dialog.getByLabel('User name').fill('two-words');
  await dialog.getByLabel('New password').fill('long enough');
  await expect(create).not.toHaveAttribute('aria-disabled');
  // One that was put in its place would have lost the focus of whoever is on it.
  expect(await button?.evaluate(one => one.isConnected)).toBe(true);
});
