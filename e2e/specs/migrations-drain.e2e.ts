import { expect, test } from '@playwright/test';
import { axeFindings } from '../support/axe.ts';
import { movesDemo } from '../support/moves-demo.ts';

const slowest = 90_000;
const names = ['e2e-drain-a', 'e2e-drain-b', 'e2e-drain-c', 'e2e-drain-d'];

test('a host is emptied: what if, the plan with its waves, run to its end, and it is in maintenance', async ({
  browser,
}) => {
  test.setTimeout(240_000);
  const demo = await movesDemo(browser, names);
  const { page, admin, bff } = demo;
  try {
    const host = String((await admin.named('instances', 'e2e-drain-a'))?.['host']);
    const on = (await admin.list('instances', `host:"${host}"`)).length;
    await page.goto(`/hosts/${encodeURIComponent(host)}?tab=what-if`);
    await expect(page.getByText('Everything on it would find a place.')).toBeVisible({ timeout: slowest });
    expect(await axeFindings(page, 'everything')).toEqual([]);
    await page.getByRole('radio', { name: 'It dies now' }).click();
    await expect(page.getByRole('group', { name: 'Where there would be room' })).toBeVisible({
      timeout: slowest,
    });

    await page.getByRole('button', { name: 'Enter maintenance…' }).click();
    const dialog = page.getByRole('dialog');
    await expect(dialog.getByText(new RegExp(`^${on} instances? in \\d+ waves`))).toBeVisible({
      timeout: slowest,
    });
    expect(await axeFindings(page, 'everything')).toEqual([]);
    await dialog.getByRole('button', { name: 'Empty it' }).click();
    await expect(page.getByText(`${on} of ${on} moved`)).toBeVisible({ timeout: slowest });
    await expect(page.getByRole('main').locator('header').first()).toContainText('Done');
    expect(await axeFindings(page, 'everything')).toEqual([]);
    expect(await admin.list('instances', `host:"${host}"`)).toEqual([]);
    await page.goto(`/hosts/${encodeURIComponent(host)}`);
    await expect(page.getByRole('main').locator('header').first()).toContainText('In maintenance');
    await expect(page.getByRole('button', { name: 'Leave maintenance' })).toBeVisible();
  } finally {
    await bff.stop();
  }
});

test('in the load view an instance is sent to another host by the keyboard and by dragging it', async ({
  browser,
}) => {
  test.setTimeout(180_000);
  const demo = await movesDemo(browser, names);
  const { page, admin, bff } = demo;
  try {
    const cluster = (await admin.list('clusters'))[0];
    await page.goto(`/clusters/${encodeURIComponent(cluster?.id ?? '')}?tab=load`);
    const picture = page.getByRole('application', { name: 'Load by host' });
    await expect(picture.locator('canvas').first()).toBeVisible();
    await expect(page.getByRole('group', { name: 'Hosts by load' })).toBeVisible();
    await picture.focus();
    await page.keyboard.press('ArrowRight');
    await expect(page.getByRole('status').filter({ hasText: /e2e-drain-. on / })).toBeVisible();
    await page.keyboard.press('m');
    const dialog = page.getByRole('dialog');
    await expect(dialog.getByText('Recommended')).toBeVisible({ timeout: slowest });
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    expect(await axeFindings(page, 'everything')).toEqual([]);
    // By memory every block is large enough to be taken hold of.
    await page.getByRole('radio', { name: 'Memory' }).click();
    const box = await picture.boundingBox();
    const hosts = (await admin.list('hosts')).map(({ id }) => id).toSorted();
    const from = hosts.indexOf(String((await admin.named('instances', 'e2e-drain-a'))?.['host']));
    const step = Math.min(140, (box?.width ?? 0) / hosts.length);
    const middle = (column: number) => (box?.x ?? 0) + step * (column + 0.5) - 2;
    const ground = (box?.y ?? 0) + (box?.height ?? 0) - 19;
    await page.mouse.move(middle(from), ground);
    await page.mouse.down();
    await page.mouse.move(middle((from + 1) % hosts.length), ground - 40, { steps: 5 });
    await expect(page.getByRole('status').filter({ hasText: /→/ })).toBeVisible({ timeout: slowest });
    await page.mouse.up();
    await expect(page.getByRole('dialog').getByRole('button', { name: /^Move to / })).toBeVisible({
      timeout: slowest,
    });
  } finally {
    await bff.stop();
  }
});
