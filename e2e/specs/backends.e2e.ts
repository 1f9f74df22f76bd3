import { expect, test } from '../support/demo.ts';
import { rowOf } from '../support/watch-row.ts';

test('a back end is tested, added, looked at and removed', async ({ page, admin }) => {
  // Left there where this test failed before.
  if ((await admin.list('backends')).some(({ id }) => id === 'added-here'))
    await admin.json('DELETE', '/backends/added-here');
  await page.goto('/backends');
  await page.getByRole('button', { name: 'Add a back end' }).click();
  const sheet = page.getByRole('dialog', { name: 'Add a back end' });
  await sheet.getByLabel('Kind').selectOption({ label: 'Simulator' });
  await sheet.getByLabel('Name').fill('Added here');
  await expect(sheet.getByLabel('Id')).toHaveValue('added-here');
  await sheet.getByLabel('Hosts', { exact: false }).first().fill('2');
  await sheet.getByLabel('Instances').fill('5');
  await sheet.getByLabel('Clusters').fill('1');
  await sheet.getByRole('button', { name: 'Test' }).click();
  await expect(sheet.getByRole('region', { name: 'Result of the test' })).toContainText('Everything answers');
  await sheet.getByRole('button', { name: 'Add a back end' }).click();
  await expect(sheet).toHaveCount(0);
  await expect(rowOf(page, 'Added here')).toContainText('Up');
  await expect.poll(async () => (await admin.list('instances', 'backend:added-here')).length).toBe(5);
  await rowOf(page, 'Added here').getByRole('link', { name: 'Added here' }).click();
  await page.getByRole('tab', { name: 'Capabilities' }).click();
  await page.getByRole('searchbox').fill('image.push');
  await expect(page.getByRole('row').filter({ hasText: 'image.push' })).toContainText(/Not simulated/);
  await page.getByRole('button', { name: 'Remove…' }).click();
  await expect(page.getByRole('dialog')).toContainText('Nothing on the back end itself is touched');
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await expect(page).toHaveURL(/\/backends$/);
  await expect(rowOf(page, 'Added here')).toHaveCount(0);
  expect(await admin.list('instances', 'backend:added-here')).toEqual([]);
});

test('a test that fails says how far it came, and what was typed stays', async ({ page }) => {
  await page.goto('/backends?tab=add');
  const sheet = page.getByRole('dialog', { name: 'Add a back end' });
  await sheet.getByRole('button', { name: 'Test' }).click();
  await expect(sheet.getByLabel('URI')).toHaveAttribute('aria-invalid', 'true');
  // Port 9 (discard): nobody listens there.
  await sheet.getByLabel('URI').fill('qemu+tcp://127.0.0.1:9/system');
  await sheet.getByRole('button', { name: 'Test' }).click();
  const result = sheet.getByRole('region', { name: 'Result of the test' });
  await expect(result).toContainText('Not everything could be reached');
  await expect(result.getByRole('listitem').filter({ hasText: /^Connect/ })).toContainText('stopped here');
  await expect(result.getByRole('listitem').filter({ hasText: /^Sign in/ })).toContainText('not reached');
  await sheet.getByRole('button', { name: 'Close' }).click();
  await page.getByRole('button', { name: 'Add a back end' }).click();
  await expect(sheet.getByLabel('URI')).toHaveValue('qemu+tcp://127.0.0.1:9/system');
});

test('a back end of the configuration file cannot be removed here, and says why', async ({ page }) => {
  await page.goto('/backends/still');
  const remove = page.getByRole('button', { name: 'Remove…' });
  await expect(remove).toHaveAttribute('aria-disabled', 'true');
  await expect(remove).toHaveAccessibleDescription(/orrery\.yaml/);
});
