import { expect, test } from '../support/demo.ts';
import { chooseFromHeader } from '../support/header-menu.ts';
import { runningInstance } from '../support/running-instance.ts';
import { rowOf } from '../support/watch-row.ts';

test('forced off and started from its page, an instance ends in the new status', async ({ page, admin }) => {
  const id = await runningInstance(admin, 'e2e-power');
  await page.goto(`/instances/${encodeURIComponent(id)}`);
  const header = page.getByRole('main').locator('header').first();
  await expect(header).toContainText('Running');
  await chooseFromHeader(page, 'Force off');
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('what the guest has not written to disk is lost');
  await dialog.getByRole('button', { name: 'Force off' }).click();
  await expect(header).toContainText('Stopped');
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await expect(header).toContainText('Running');
  expect((await admin.named('instances', 'e2e-power'))?.status).toBe('running');
});

test('an action that fails says so and why, and the instance is as before', async ({ page, admin }) => {
  const row = await admin.named('instances', 'e2e-fail-stop');
  await page.goto(`/instances/${encodeURIComponent(row?.id ?? '')}`);
  await page.getByRole('button', { name: 'Shut down' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Shut down' }).click();
  await expect(page.getByText('Shut down of e2e-fail-stop failed')).toBeVisible();
  await expect(page.getByRole('main').locator('header').first()).toContainText('Running');
});

test('a change made elsewhere appears without a reload', async ({ page, admin }) => {
  const id = await runningInstance(admin, 'e2e-live');
  await page.goto('/instances?q=e2e-live');
  const shown = rowOf(page, 'e2e-live');
  await expect(shown).toContainText('Running');
  await page.evaluate(() => Object.assign(window, { sameDocument: true }));
  await admin.ended((await admin.act('instances', id, 'forceStop')).id);
  await expect(shown).toContainText('Stopped');
  expect(await page.evaluate(() => 'sameDocument' in window)).toBe(true);
});

test('the palette finds an instance and opens it', async ({ page }) => {
  await page.goto('/instances');
  await expect(page.getByRole('grid')).toBeVisible();
  await page.keyboard.press('ControlOrMeta+k');
  await page.getByRole('combobox', { name: /Find or do/ }).fill('e2e-palette');
  await expect(page.getByRole('option', { name: /^e2e-palette Running/ })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'e2e-palette' })).toBeVisible();
});

test('what may lose something asks with the focus on Cancel, and gives the focus back', async ({
  page,
  admin,
}) => {
  const row = await admin.named('instances', 'e2e-palette');
  await page.goto(`/instances/${encodeURIComponent(row?.id ?? '')}`);
  const shutDown = page.getByRole('button', { name: 'Shut down' });
  await shutDown.focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await expect(shutDown).toBeFocused();
});
