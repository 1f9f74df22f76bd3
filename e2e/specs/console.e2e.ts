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

test('a screen: drawn, changes with a key, and the page says who else looks', async ({ browser }) => {
  test.setTimeout(120_000);
  const bff = await BffProcess.start({ config: { backends: [{ ...still, sentinels: ['e2e-screen'] }] } });
  try {
    const admin = await ApiSession.login(bff.url, 'admin', bff.adminPassword);
    const { page } = await signedInPage(browser, admin);
    const complaints = complaintsOf(page);
    const id = (await admin.named('instances', 'e2e-screen'))?.id ?? '';
    await page.goto(`/instances/${encodeURIComponent(id)}/console?kind=vnc`);
    await expect(page.getByRole('status').getByText('Connected')).toBeVisible({ timeout: 20_000 });
    const canvas = page.locator('canvas');
    const picture = () => canvas.evaluate((drawn: HTMLCanvasElement) => drawn.toDataURL());
    await expect.poll(async () => (await picture()).length).toBeGreaterThan(1_000);
    const before = await picture();
    await page.getByRole('button', { name: 'Ctrl-Alt-Del' }).click();
    await expect.poll(picture).not.toBe(before);
    expect(complaints).toEqual([]);
  } finally {
    await bff.stop();
  }
});
