import { expect, test } from '../support/demo.ts';
import { signedInPage } from '../support/signed-in-page.ts';

test('a member asks for more quota, an administrator grants a part of it, and the member is told', async ({
  browser,
  admin,
  page,
}) => {
  const { project, tenant } = await admin.tenant(`asks-${Date.now().toString(36)}`);
  await admin.json('PATCH', `/projects/${project}`, { quota: { instances: 2 } });
  const { page: own, context } = await signedInPage(browser, tenant);
  await own.goto(`/projects/${project}`);
  await own.getByRole('button', { name: 'Ask for more…' }).click();
  await own.getByRole('textbox', { name: 'Instances' }).fill('20');
  await own.getByLabel('What it is for').fill('A new service');
  await own.getByRole('button', { name: 'Ask for it' }).click();
  await expect(own.getByText('Not decided')).toBeVisible();
  await expect(own.getByRole('button', { name: 'Ask for more…' })).toHaveAttribute('aria-disabled', 'true');

  await page.goto('/');
  await expect(page.getByText(/asks? for more quota/)).toBeVisible();
  await page.goto(`/projects/${project}`);
  await page.getByRole('button', { name: 'Decide…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Instances' }).fill('5');
  await dialog.getByLabel('Note, if any').fill('Five for now');
  await dialog.getByRole('button', { name: 'Approve' }).click();
  await expect(page.getByText('Approved: Instances: 5')).toBeVisible();

  await own.goto('/');
  await expect(own.getByText(/has more quota: Instances: 5/)).toBeVisible();
  await expect(own.getByText('Five for now')).toBeVisible();
  await context.close();
});
