import { axeFindings } from '../support/axe.ts';
import { expect, test } from '../support/demo.ts';
import { signedInPage } from '../support/signed-in-page.ts';
import { until } from '../support/until.ts';

/** What a person who has just got an account does, and no more. */
test('a new tenant launches an instance with one click, and sees what it takes', async ({
  browser,
  admin,
}) => {
  const run = Date.now().toString(36);
  const { project, tenant } = await admin.tenant(`new-${run}`);
  await admin.json('PATCH', `/projects/${project}`, { quota: { instances: 1, vcpus: 8 } });
  const { page, context } = await signedInPage(browser, tenant);
  await page.goto('/');
  await page.getByRole('main').getByRole('button', { name: 'Launch', exact: true }).first().click();
  await expect(page.getByRole('heading', { name: 'Launch an instance' })).toBeVisible();
  const summary = page.getByRole('complementary', { name: 'Summary' });
  await expect(summary.getByText(/It fits now/)).toBeVisible();
  await expect(summary.getByText('0 → 1 / 1')).toBeVisible();
  expect(await axeFindings(page, 'everything')).toEqual([]);
  const name = await page.getByRole('textbox', { name: 'Name', exact: true }).inputValue();
  await summary.getByRole('button', { name: 'Launch' }).click();
  await expect(page.getByText(`${name} is ready`)).toBeVisible();
  await expect(page.getByText('Make the disks')).toBeVisible();
  await page.getByRole('button', { name: 'Open', exact: true }).click();
  await expect(page.getByRole('heading', { name })).toBeVisible();
  const made = await until('the instance is there', () => tenant.named('instances', name));
  expect(made).toMatchObject({ project, host: null, hostName: null });

  await page.goto('/launch');
  await expect(summary.getByRole('listitem').first()).toContainText(/quota is 1 instance/);
  await expect(summary.getByRole('button', { name: 'Launch' })).toHaveAttribute('aria-disabled', 'true');
  await context.close();
});

test('what was typed is still there after a look elsewhere and a reload', async ({ browser, admin }) => {
  const { page, context } = await signedInPage(browser, admin);
  await page.goto('/launch');
  const name = page.getByRole('textbox', { name: 'Name', exact: true });
  await name.fill('kept-for-later');
  await page.getByText('First start').click();
  await page.getByRole('textbox', { name: 'User data' }).fill('#cloud-config\npackages: [nginx]');
  await page.getByText('Copy as API call').click();
  const call = page.getByRole('figure', { name: 'Copy as API call' });
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await call.getByRole('button', { name: 'Copy' }).click();
  await expect
    .poll(() => page.evaluate(() => navigator.clipboard.readText()))
    .toContain('"userData": "#cloud-config\\npackages: [nginx]"');
  await page.goto('/instances');
  await page.goto('/launch');
  await expect(name).toHaveValue('kept-for-later');
  await page.reload();
  await expect(name).toHaveValue('kept-for-later');
  await expect(page.getByText('2 lines of user data')).toBeVisible();
  await context.close();
});

test('a launch that fails says why and takes nothing of the quota', async ({ browser, admin }) => {
  const run = Date.now().toString(36);
  const { project, tenant } = await admin.tenant(`fails-${run}`);
  const { page, context } = await signedInPage(browser, tenant);
  await page.goto('/launch');
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill(`fail-create-${run}`);
  const summary = page.getByRole('complementary', { name: 'Summary' });
  await expect(summary.getByText(/It fits now/)).toBeVisible();
  await summary.getByRole('button', { name: 'Launch' }).click();
  await expect(page.getByText(`fail-create-${run} could not be made`)).toBeVisible();
  // What was chosen is not typed again.
  await page.getByRole('button', { name: 'Change it and try again' }).click();
  await expect(page.getByRole('textbox', { name: 'Name', exact: true })).toHaveValue(`fail-create-${run}`);
  await until('nothing is used or reserved', async () => {
    const quota = (await tenant.json('GET', `/projects/${project}/quota`)) as {
      items: { instances: { used: number; reserved: number } };
    };
    return quota.items.instances.used + quota.items.instances.reserved === 0;
  });
  await context.close();
});
