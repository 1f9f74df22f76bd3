import { axeFindings } from '../support/axe.ts';
import { expect, test } from '../support/demo.ts';
import { signedInPage } from '../support/signed-in-page.ts';

test('a tenant makes a security group, gives it to an instance and cannot delete it while it is used', async ({
  browser,
  admin,
}) => {
  test.setTimeout(120_000);
  const { project, tenant } = await admin.tenant(`security-${Date.now().toString(36)}`);
  const id = (await admin.named('instances', 'e2e-security'))?.id ?? '';
  await admin.ended((await admin.act('instances', id, 'assign', { project })).id);
  const { page, context } = await signedInPage(browser, tenant);
  await page.emulateMedia({ reducedMotion: 'reduce' });

  await page.goto('/security-groups');
  await expect(page.getByText('No security groups yet')).toBeVisible();
  await page.getByRole('button', { name: 'Create security group' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('web');
  await dialog.getByRole('button', { name: '+ HTTP', exact: true }).click();
  await dialog.getByLabel('Ports (2)').fill('80-');
  await expect(dialog.getByRole('alert')).toBeVisible();
  await dialog.getByLabel('Ports (2)').fill('8000-8100');
  await dialog.getByLabel('Whom (2)').fill('10.0.0.0/8');
  expect(await axeFindings(page, 'everything')).toEqual([]);
  await dialog.getByRole('button', { name: 'Create security group' }).click();
  const group = page.getByRole('region', { name: 'web' });
  await expect(group.getByRole('row').nth(2)).toContainText('8000–8100');
  await expect(group.getByRole('row').nth(2)).toContainText('10.0.0.0/8');

  await page.goto(`/instances/${encodeURIComponent(id)}?tab=devices`);
  await page.getByRole('button', { name: 'Security groups…' }).click();
  await page.getByRole('dialog').getByRole('checkbox', { name: 'web' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Apply' }).click();
  await expect(page.getByRole('heading', { name: 'web', level: 3 })).toBeVisible({ timeout: 30_000 });
  expect(await axeFindings(page, 'everything')).toEqual([]);

  await page.goto('/security-groups');
  await expect(group.getByRole('link', { name: 'On 1 instance' })).toBeVisible();
  await expect(group.getByRole('button', { name: 'Delete…' })).toHaveAttribute('aria-disabled', 'true');
  await group.getByRole('link', { name: 'On 1 instance' }).click();
  await expect(page.getByRole('grid')).toHaveAttribute('aria-rowcount', '2');

  await page.goto('/launch');
  await page.getByRole('checkbox', { name: 'web' }).click();
  await page.getByText('Copy as API call').click();
  await expect(page.locator('code', { hasText: 'securityGroups' }).first()).toBeVisible();
  await context.close();
});
