import { expect, test } from '@playwright/test';
import { ApiSession } from '../support/api-session.ts';
import { BffProcess } from '../support/bff-process.ts';
import { signedInPage } from '../support/signed-in-page.ts';
import { rowOf } from '../support/watch-row.ts';

test('when the server goes the page says so and keeps what it shows; it is live again when the server is back', async ({
  browser,
}) => {
  test.setTimeout(120_000);
  const still = { id: 'own', kind: 'simulator', hosts: 1, clusters: 1, instances: 0, changesPerSecond: 0 };
  const bff = await BffProcess.start({ config: { backends: [{ ...still, sentinels: ['e2e-lone'] }] } });
  try {
    const admin = await ApiSession.login(bff.url, 'admin', bff.adminPassword);
    const { page } = await signedInPage(browser, admin);
    await page.goto('/instances');
    await expect(rowOf(page, 'e2e-lone')).toContainText('Running');
    await bff.kill();
    await expect(page.getByText('The live connection is lost')).toBeVisible({ timeout: 20_000 });
    await expect(page.getByText('not live')).toBeVisible();
    await expect(rowOf(page, 'e2e-lone')).toBeVisible();
    await bff.up();
    await expect(page.getByText('The live connection is lost')).toHaveCount(0, { timeout: 40_000 });
    const id = (await admin.named('instances', 'e2e-lone'))?.id ?? '';
    await admin.ended((await admin.act('instances', id, 'forceStop')).id);
    await expect(rowOf(page, 'e2e-lone')).toContainText('Stopped');
  } finally {
    await bff.stop();
  }
});
