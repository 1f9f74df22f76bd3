import { readFile } from 'node:fs/promises';
import { test as base, expect, type Page } from '@playwright/test';
import { ApiSession } from '../support/api-session.ts';
import { axeFindings } from '../support/axe.ts';
import { BffProcess } from '../support/bff-process.ts';
import { complaintsOf } from '../support/complaints.ts';
import { open } from '../support/pages.ts';
import { signedInPage } from '../support/signed-in-page.ts';
import { ToyEngine } from '../support/toy-engine.ts';
import { until } from '../support/until.ts';

/** What only a back end with containers shows: the demo has none that keeps files, logs and images of its own. */
const test = base.extend<{ engine: { page: Page; admin: ApiSession } }>({
  engine: async ({ browser }, use) => {
    const toy = await ToyEngine.start();
    const hosts = [{ url: toy.url }];
    const bff = await BffProcess.start({ config: { backends: [{ id: 'toy', kind: 'docker', hosts }] } });
    const admin = await ApiSession.login(bff.url, 'admin', bff.adminPassword);
    await expect.poll(() => admin.list('instances'), { timeout: 60_000 }).toHaveLength(1);
    const { page, context } = await signedInPage(browser, admin);
    await use({ page, admin });
    await context.close();
    await bff.stop();
    await toy.stop();
  },
});
test.describe.configure({ timeout: 300_000 });

const first = async (admin: ApiSession, collection: 'instances' | 'images', q?: string) => {
  const row = await until(`there are ${collection}`, async () => (await admin.list(collection, q))[0]);
  return `/${collection}/${encodeURIComponent(row.id)}`;
};

test('files and logs of a container, its image and the dialogs for images: nothing for axe, the console or the CSP to say', async ({
  engine: { page, admin },
}) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const complaints = complaintsOf(page);
  const instance = await first(admin, 'instances');
  const image = await first(admin, 'images', 'name:toy/web*');
  const segment = (name: string) => page.getByRole('dialog').getByText(name, { exact: true }).click();
  const make = async () => page.getByRole('button', { name: 'Image on a host…' }).click();
  const places: { path: string; act?: () => Promise<void>; shows: string }[] = [
    { path: `${instance}?tab=files&path=/srv`, shows: 'motd' },
    { path: `${instance}?tab=logs`, shows: 'toy is ready' },
    { path: image, shows: 'Save as a file' },
    { path: '/images', act: make, shows: 'Pull' },
    { path: '/images', act: async () => make().then(() => segment('Build')), shows: 'Recipe in the archive' },
    { path: '/images', act: async () => make().then(() => segment('Load')), shows: 'Saved image (tar)' },
    {
      path: '/images',
      act: () => page.getByRole('button', { name: 'Free space…' }).click(),
      shows: '1 image',
    },
  ];
  const found: string[] = [];
  for (const { path, act, shows } of places) {
    await page.emulateMedia({ colorScheme: 'light' });
    await open(page, path);
    await act?.();
    await expect(page.getByText(shows).first()).toBeVisible({ timeout: 60_000 });
    for (const finding of await axeFindings(page, 'everything')) found.push(`${path} ${shows}: ${finding}`);
    await page.emulateMedia({ colorScheme: 'dark' });
    await expect(page.locator('html')).toHaveAttribute('data-scheme', 'dark');
    for (const finding of await axeFindings(page, 'colours')) found.push(`${path} ${shows} dark: ${finding}`);
  }
  expect(found).toEqual([]);
  expect(complaints).toEqual([]);
});

test('files go into a container and come out as they were; what is replaced is asked first', async ({
  engine: { page, admin },
}) => {
  await open(page, `${await first(admin, 'instances')}?tab=files`);
  await page.getByRole('link', { name: 'srv' }).click();
  await expect(page).toHaveURL(/path=%2Fsrv/);
  await expect(page.getByRole('link', { name: 'pages' })).toBeVisible();
  const bytes = Buffer.from(Uint8Array.from({ length: 100_000 }, (_, at) => (at * 31) % 251));
  const picker = page.locator('input[type=file]');
  await picker.setInputFiles({ name: 'data.bin', mimeType: 'application/octet-stream', buffer: bytes });
  const take = page.getByRole('button', { name: 'Download data.bin' });
  await expect(take).toBeVisible({ timeout: 60_000 });
  const [download] = await Promise.all([page.waitForEvent('download'), take.click()]);
  expect(download.suggestedFilename()).toBe('data.bin');
  expect((await readFile(await download.path())).equals(bytes)).toBe(true);

  await picker.setInputFiles({ name: 'motd', mimeType: 'text/plain', buffer: Buffer.from('changed\n') });
  const question = page.getByRole('dialog', { name: 'Replace 1 file?' });
  await expect(question).toContainText('motd');
  await question.getByRole('button', { name: 'Replace' }).click();
  await expect(page.getByText('1 file is there now')).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole('row').filter({ hasText: 'motd' })).toContainText('8 B');

  await page.getByRole('textbox', { name: 'Path' }).fill('/nothing/here');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toContainText('Could not find the file /nothing/here');
});
