import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { ApiSession } from '../../support/api-session.ts';
import { BffProcess } from '../../support/bff-process.ts';
import { signedInPage } from '../../support/signed-in-page.ts';
import { until } from '../../support/until.ts';
import { rowOf } from '../../support/watch-row.ts';
import { Fleet, names } from './fleet.ts';

test.describe.configure({ mode: 'serial', timeout: 240_000 });

const pictures = join(import.meta.dirname, '../../../test-results/fleet');
let fleet: Fleet;
let bff: BffProcess;
let admin: ApiSession;

test.beforeAll(async () => {
  await mkdir(pictures, { recursive: true });
  fleet = await Fleet.open();
  bff = await BffProcess.start({ config: await fleet.config() });
  admin = await ApiSession.login(bff.url, 'admin', bff.adminPassword);
  for (const name of Object.values(names))
    await until(`${name} is listed`, () => admin.named('instances', name), 120_000);
});

test.afterAll(async () => {
  await bff?.stop();
  await fleet?.close();
});

const firstCells = (page: Page) =>
  page
    .getByRole('row')
    .getByRole('link', { name: /^fleet-/ })
    .allInnerTexts();

test('a guest, a container and a vSphere machine stand on one page, without any demo', async ({
  browser,
}) => {
  const backends = await admin.list('backends');
  expect(new Map(backends.map(({ id, status }) => [id, status]))).toEqual(
    new Map([
      ['lab', 'up'],
      ['ct', 'up'],
      ['vc', 'up'],
    ]),
  );
  const { page, context } = await signedInPage(browser, admin);
  // The vCenter's own fifty machines come last when names run backwards.
  await page.goto('/instances?sort=-name');
  for (const name of Object.values(names)) await expect(rowOf(page, name)).toBeVisible();
  await page.screenshot({ path: join(pictures, 'three-back-ends.png') });
  await context.close();
});

test('one search finds all three, and one sort orders them', async ({ browser }) => {
  const { page, context } = await signedInPage(browser, admin);
  await page.goto('/instances?q=fleet-&sort=name');
  await expect(page.getByRole('row').getByRole('link', { name: /^fleet-/ })).toHaveCount(3);
  expect(await firstCells(page)).toEqual(Object.values(names).toSorted());
  await page.getByRole('columnheader', { name: /^Name/ }).getByRole('button').click();
  await expect(page).toHaveURL(/sort=-name/);
  await expect.poll(() => firstCells(page)).toEqual(Object.values(names).toSorted().toReversed());
  await page.goto('/instances?q=fleet-+kind%3Avm');
  await expect(rowOf(page, names.container)).toHaveCount(0);
  await expect(rowOf(page, names.guest)).toBeVisible();
  await expect(rowOf(page, names.machine)).toBeVisible();
  await context.close();
});

test('one bulk action starts all three, each at its own back end', async ({ browser }) => {
  const { page, context } = await signedInPage(browser, admin);
  await page.goto('/instances?q=fleet-&sort=name');
  for (const name of Object.values(names)) await expect(rowOf(page, name)).toContainText('Stopped');
  for (const _row of Object.values(names)) {
    await page.keyboard.press('j');
    await page.keyboard.press('x');
  }
  await page.getByRole('toolbar', { name: '3 selected' }).getByRole('button', { name: 'Start' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('3 will do it');
  await page.screenshot({ path: join(pictures, 'bulk-over-three.png') });
  await dialog.getByRole('button', { name: 'Start 3' }).click();
  for (const name of Object.values(names)) await expect(rowOf(page, name)).toContainText('Running');
  expect(await fleet.states()).toEqual({ guest: 'running', container: 'running', machine: 'running' });
  await page.screenshot({ path: join(pictures, 'all-three-run.png') });
  await context.close();
});
