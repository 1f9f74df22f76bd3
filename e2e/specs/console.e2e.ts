import { expect, test } from '@playwright/test';
import { ApiSession } from '../support/api-session.ts';
import { BffProcess } from '../support/bff-process.ts';
import { complaintsOf } from '../support/complaints.ts';
import { signedInPage } from '../support/signed-in-page.ts';

const still = { id: 'own', kind: 'simulator', hosts: 1, clusters: 1, instances: 0, changesPerSecond: 0 };

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
