import { expect, test } from '../support/demo.ts';
import { runningInstance } from '../support/running-instance.ts';
import { rowOf } from '../support/watch-row.ts';

const instances = '/instances?q=backend%3Astill';

test('the query filters, and its state survives a reload', async ({ page, admin }) => {
  await page.goto('/instances');
  const query = page.getByRole('combobox', { name: 'Query' });
  await expect(query).toBeVisible();
  await page.keyboard.press('/');
  await expect(query).toBeFocused();
  await query.fill('backend:still e2e-bulk');
  await query.press('Enter');
  await expect(rowOf(page, 'e2e-bulk-a')).toBeVisible();
  await expect(rowOf(page, 'e2e-live')).toHaveCount(0);
  const matching = await admin.list('instances', 'backend:still e2e-bulk');
  await expect(page.getByRole('grid')).toHaveAttribute('aria-rowcount', String(matching.length + 1));
  await page.reload();
  await expect(query).toHaveValue('backend:still e2e-bulk');
  await expect(rowOf(page, 'e2e-bulk-a')).toBeVisible();
  await expect(rowOf(page, 'e2e-live')).toHaveCount(0);
});

test('a query that means nothing says what is wrong', async ({ page }) => {
  await page.goto('/instances');
  const query = page.getByRole('combobox', { name: 'Query' });
  await query.fill('cpu>lots');
  await expect(query).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByRole('alert').first()).toBeVisible();
});

test('sort and columns are in the address', async ({ page }) => {
  await page.goto(instances);
  await page.getByRole('columnheader', { name: /^Name/ }).getByRole('button').click();
  await expect(page).toHaveURL(/sort=-name/);
  const names = () => page.getByRole('row').getByRole('link').allInnerTexts();
  // Rows come and go with what other tests make: at each look, the order of those that are there.
  await expect(async () => {
    const shown = await names();
    expect(shown.length).toBeGreaterThan(1);
    expect(shown).toEqual(shown.toSorted((a, b) => b.localeCompare(a)));
  }).toPass();
  await page.getByRole('button', { name: 'Columns' }).click();
  await page.getByRole('checkbox', { name: 'Tags' }).click();
  await page.keyboard.press('Escape');
  await expect(page).toHaveURL(/cols=[^&]*tags/);
  await page.reload();
  await expect(page.getByRole('columnheader', { name: /^Tags/ })).toBeVisible();
  await expect(page.getByRole('columnheader', { name: /^Name/ })).toHaveAttribute('aria-sort', 'descending');
});

test('rows are chosen by keyboard; a bulk action first says who is refused and why', async ({
  page,
  admin,
}) => {
  for (const name of ['e2e-bulk-a', 'e2e-bulk-b']) await runningInstance(admin, name);
  await page.goto('/instances?q=backend%3Astill+e2e-bulk&sort=name');
  await expect(rowOf(page, 'e2e-bulk-off-start')).toContainText('Stopped');
  for (const _row of ['a', 'b', 'off']) {
    await page.keyboard.press('j');
    await page.keyboard.press('x');
  }
  const bar = page.getByRole('toolbar', { name: '3 selected' });
  await bar.getByRole('button', { name: 'Pause' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('2 will do it');
  await expect(dialog).toContainText('1 is refused');
  await expect(dialog).toContainText('e2e-bulk-off-start');
  await dialog.getByRole('button', { name: 'Pause 2' }).click();
  await expect(rowOf(page, 'e2e-bulk-a')).toContainText('Paused');
  await expect(rowOf(page, 'e2e-bulk-b')).toContainText('Paused');
  await expect(rowOf(page, 'e2e-bulk-off-start')).toContainText('Stopped');
  expect((await admin.named('instances', 'e2e-bulk-a'))?.status).toBe('paused');
  await expect(bar).toHaveCount(0);
});
