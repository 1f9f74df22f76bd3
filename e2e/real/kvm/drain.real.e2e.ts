import { expect, test } from '@playwright/test';
import { ApiSession } from '../../support/api-session.ts';
import { BffProcess } from '../../support/bff-process.ts';
import { kvmLabConfig } from '../../support/kvm-lab.ts';
import { signedInPage } from '../../support/signed-in-page.ts';
import { until } from '../../support/until.ts';
import { type Guest, LabGuests } from './lab-guests.ts';
import { figures, shoot } from './move-evidence.ts';

// Six guests boot beside each other, and each is looked at again after its move.
test.describe.configure({ mode: 'serial', timeout: 900_000 });
test.use({ actionTimeout: 60_000 });

let bff: BffProcess;
let admin: ApiSession;
let guests: LabGuests;
let crew: Guest[];
const names = ['a', 'b', 'c', 'd', 'e', 'f'].map(letter => `e2e-crew-${letter}`);

test.beforeAll(async () => {
  test.setTimeout(900_000);
  guests = await LabGuests.open();
  crew = await guests.launchAll(2, names, '--mem', '96', '--pool', 'shared');
  bff = await BffProcess.start({ config: await kvmLabConfig() });
  admin = await ApiSession.login(bff.url, 'admin', bff.adminPassword);
  for (const name of names) await until(`${name} is listed`, () => admin.named('instances', name), 120_000);
});

test.afterAll(async () => {
  await bff?.stop();
  await guests?.close();
});

test('a host with six guests is emptied by a plan, stays in maintenance, and is given back', async ({
  browser,
}) => {
  const host = await admin.named('hosts', 'host2');
  const { page, context } = await signedInPage(browser, admin);
  await page.goto(`/hosts/${encodeURIComponent(host?.id ?? '')}`);
  await page.getByRole('button', { name: 'Enter maintenance…' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText(/^6 instances in \d+ waves?/)).toBeVisible({ timeout: 120_000 });
  await shoot(page, 'drain-plan');
  const began = performance.now();
  await dialog.getByRole('button', { name: 'Empty it' }).click();
  await expect(page.getByText('6 of 6 moved')).toBeVisible({ timeout: 600_000 });
  const emptiedMs = performance.now() - began;
  await shoot(page, 'drain-done');
  for (const guest of crew) {
    expect(await guests.hostOf(guest)).not.toBe(2);
    await guests.ranThrough(guest);
  }
  await figures('drain', { emptiedMs });
  await page.goto(`/hosts/${encodeURIComponent(host?.id ?? '')}`);
  await page.getByRole('button', { name: 'Leave maintenance' }).click();
  await expect(page.getByRole('button', { name: 'Enter maintenance…' })).toBeVisible({ timeout: 120_000 });
  await context.close();
});
