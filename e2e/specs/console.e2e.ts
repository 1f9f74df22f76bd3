import { expect, test } from '@playwright/test';
import { ApiSession } from '../support/api-session.ts';
import { BffProcess } from '../support/bff-process.ts';
import { complaintsOf } from '../support/complaints.ts';
import { signedInPage } from '../support/signed-in-page.ts';

const still = { id: 'own', kind: 'simulator', hosts: 1, clusters: 1, instances: 0, changesPerSecond: 0 };

test('a serial line: log in, type, paste as keys, and it opens again after a stop and a start', async ({
  browser,
}) => {
  test.setTimeout(120_000);
  const bff = await BffProcess.start({ config: { backends: [{ ...still, sentinels: ['e2e-serial'] }] } });
  try {
    const admin = await ApiSession.login(bff.url, 'admin', bff.adminPassword);
    const { page, context } = await signedInPage(browser, admin);
    await page.goto('/instances');
    await page.getByRole('link', { name: 'e2e-serial' }).click();
    const opening = context.waitForEvent('page');
    await page.getByRole('button', { name: 'Console' }).click();
    const console = await opening;
    const complaints = complaintsOf(console);
    await expect(console.getByRole('status').getByText('Connected')).toBeVisible({ timeout: 20_000 });
    const screen = console.locator('.xterm-rows');
    await expect(screen).toContainText('e2e-serial login:');
    await console.keyboard.type('root\n');
    await expect(screen).toContainText('Welcome to e2e-serial');
    await console.keyboard.press('Control+Alt+Home');
    await expect(console.getByRole('button', { name: 'Type text…' })).toBeVisible();
    await console.getByRole('button', { name: 'Type text…' }).click();
    await console.getByRole('textbox', { name: 'Text' }).fill('echo typed by Orrery');
    await console.getByRole('button', { name: 'Type', exact: true }).click();
    await expect(screen).toContainText('# echo typed by Orrery');
    // Whoever had something typed goes on typing.
    await console.keyboard.press('Enter');
    await expect(screen).toContainText(/typed by Orrery\s*typed by Orrery/);
    const id = (await admin.named('instances', 'e2e-serial'))?.id ?? '';
    await admin.ended((await admin.act('instances', id, 'forceStop')).id);
    await expect(console.getByText('The console opens again by itself')).toBeVisible();
    await admin.ended((await admin.act('instances', id, 'start')).id);
    await expect(console.getByRole('status').getByText('Connected')).toBeVisible({ timeout: 20_000 });
    await expect(screen).toContainText('e2e-serial login:');
    expect(complaints).toEqual([]);
  } finally {
    await bff.stop();
  }
});

test('a screen: two look at the same one, keys that browsers keep, a pause, and a way back after signing out', async ({
  browser,
}) => {
  test.setTimeout(120_000);
  const bff = await BffProcess.start({ config: { backends: [{ ...still, sentinels: ['e2e-screen'] }] } });
  try {
    const admin = await ApiSession.login(bff.url, 'admin', bff.adminPassword);
    const [{ page, context }, other] = [
      await signedInPage(browser, admin),
      await signedInPage(browser, admin),
    ];
    const complaints = complaintsOf(page);
    const id = (await admin.named('instances', 'e2e-screen'))?.id ?? '';
    const address = `/instances/${encodeURIComponent(id)}/console?kind=vnc`;
    const status = page.getByRole('status');
    const picture = (of = page) =>
      of.locator('canvas').evaluate((drawn: HTMLCanvasElement) => drawn.toDataURL());
    await page.goto(address);
    await expect(status.getByText('Connected')).toBeVisible({ timeout: 20_000 });
    await expect.poll(async () => (await picture()).length).toBeGreaterThan(1_000);
    await other.page.goto(address);
    await expect(status.getByText('open in 2 windows')).toBeVisible({ timeout: 20_000 });
    await expect.poll(async () => (await picture(other.page)) === (await picture())).toBe(true);
    const before = await picture();
    await page.getByRole('button', { name: 'Send keys' }).click();
    await page.getByRole('menuitem', { name: 'Ctrl-Alt-Del' }).click();
    await expect.poll(picture).not.toBe(before);
    await expect.poll(async () => (await picture(other.page)) === (await picture())).toBe(true);
    await other.context.close();
    await expect(status.getByText('open in 2')).toBeHidden();
    await admin.ended((await admin.act('instances', id, 'pause')).id);
    await page.reload();
    await expect(status.getByText('The instance is paused')).toBeVisible({ timeout: 20_000 });
    await admin.ended((await admin.act('instances', id, 'resume')).id);
    await expect(status.getByText('The instance is paused')).toBeHidden();
    expect(complaints).toEqual([]);
    await context.clearCookies();
    await page.goto(address);
    await page.getByLabel('User name').fill('admin');
    await page.getByLabel('Password').fill(bff.adminPassword);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page.getByRole('button', { name: 'Send keys' })).toBeVisible();
    await expect(page).toHaveURL(/kind=vnc/);
  } finally {
    await bff.stop();
  }
});
