import { createHash, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { expect, type Page, test } from '@playwright/test';
import { ApiSession } from '../support/api-session.ts';
import { BffProcess } from '../support/bff-process.ts';
import { CuttableTcp } from '../support/cuttable-tcp.ts';
import { signedInPage } from '../support/signed-in-page.ts';
import { until } from '../support/until.ts';

const mebibyte = 1024 ** 2;
/** With 2048 for figures; the smaller one is cut at the same places. */
const size = Number(process.env.ORRERY_UPLOAD_MIB ?? 64) * mebibyte;
/** An interruption costs one part, which has so many bytes at most. */
const largestPart = 32 * mebibyte;

test.describe.configure({ mode: 'serial', timeout: 150_000 + (300 * size) / mebibyte });

let bff: BffProcess;
let wire: CuttableTcp;
let folder = '';
let path = '';
let sha256 = '';
/** Past the wire. */
let admin: ApiSession;

test.beforeAll(async () => {
  bff = await BffProcess.start({ config: { backends: [] } });
  wire = new CuttableTcp({ host: '127.0.0.1', port: Number(new URL(bff.url).port) });
  await wire.open();
  admin = await ApiSession.login(bff.url, 'admin', bff.adminPassword);
  folder = await mkdtemp(join(tmpdir(), 'orrery-disk-'));
  path = join(folder, 'disk.img');
  await writeDisk(path);
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  sha256 = hash.digest('hex');
});
test.afterAll(async () => {
  await wire.cut();
  await bff.stop();
  await rm(folder, { recursive: true });
});

/** Sparse, with a boot sector and something of its own in each sixteenth. */
async function writeDisk(to: string): Promise<void> {
  const file = await open(to, 'w');
  await file.truncate(size);
  await file.write(Buffer.from('55aa', 'hex'), 0, 2, 510);
  for (let part = 0; part < 16; part++)
    await file.write(randomBytes(4096), 0, 4096, 4096 + (part * size) / 16);
  await file.close();
}

/** Begins the upload in a page that has seen the pages it will show, so that no cut is about their code. */
async function begin(page: Page, name: string): Promise<string> {
  const source = { from: 'upload', sizeBytes: 1, fileName: 'tiny.img' };
  await admin.json('POST', '/images', { name: `before-${name}`, source });
  await page.goto('/operations');
  await page.getByRole('link', { name: 'Images', exact: true }).first().click();
  await page.getByRole('link', { name: `before-${name}` }).click();
  await expect(page.getByText('Pick tiny.img again')).toBeVisible();
  await page.getByRole('link', { name: 'Images', exact: true }).first().click();
  await page.getByRole('button', { name: 'Add image' }).click();
  await page.getByLabel('Disk image or installer').setInputFiles(path);
  await page.getByRole('textbox', { name: 'Name' }).fill(name);
  await page.getByRole('button', { name: 'Upload', exact: true }).click();
  return await until('the image is there', async () => (await admin.named('images', name))?.id);
}

/** What the server has for certain; ends a part that hangs. */
async function offsetOf(id: string): Promise<number> {
  const answer = await admin.request('HEAD', `/uploads/${encodeURIComponent(id)}`, undefined, {
    'tus-resumable': '1.0.0',
  });
  expect(answer.status).toBe(200);
  return Number(answer.headers.get('upload-offset'));
}

async function expectWhole(page: Page): Promise<void> {
  const tray = page.getByRole('region', { name: 'Uploads' });
  await expect(tray.getByText('Uploaded')).toBeVisible({ timeout: 90_000 + (200 * size) / mebibyte });
  await tray.getByRole('link').click();
  await expect(page.getByText(sha256)).toBeVisible({ timeout: 20_000 });
}

test('an upload that is cut at 10, 60 and 99 %, and whose server is killed in between, is whole', async ({
  browser,
}) => {
  const { page } = await signedInPage(browser, admin, `http://127.0.0.1:${wire.port}`);
  let reached = wire.carried(0.1 * size);
  const id = await begin(page, 'cut-disk');
  let lost = 0;
  for (const [share, next] of [
    [0.1, 0.33],
    [0.33, 0.6],
    [0.6, 0.99],
    [0.99, 1],
  ] as const) {
    await reached;
    if (share === 0.33) await bff.kill();
    await wire.cut();
    if (share === 0.33) await bff.up();
    const offset = await offsetOf(id);
    expect(offset).toBeGreaterThan(share * size - largestPart - mebibyte);
    lost += share * size - offset;
    reached = wire.carried(next * size - offset);
    await wire.open();
  }
  test.info().annotations.push({ type: 'MiB sent again', description: (lost / mebibyte).toFixed(1) });
  await expectWhole(page);
});

test('after the page was loaded again, the same file is picked and the upload goes on', async ({
  browser,
}) => {
  const { page } = await signedInPage(browser, admin, `http://127.0.0.1:${wire.port}`);
  page.on('dialog', dialog => void dialog.accept());
  const half = wire.carried(size / 2);
  const id = await begin(page, 'reloaded-disk');
  await half;
  await wire.cut();
  await expect(page.getByRole('heading', { name: 'reloaded-disk' })).toBeVisible();
  const address = page.url();
  await expect(page.reload()).rejects.toThrow('ERR_CONNECTION_REFUSED');
  await page.waitForURL('chrome-error://chromewebdata/');
  await wire.open();
  await page.goto(address);
  await expect(page.getByText('Pick disk.img again')).toBeVisible({ timeout: 20_000 });
  const offset = await offsetOf(id);
  expect(offset).toBeGreaterThan(0);
  const before = wire.sent;
  await page.getByLabel('Disk image or installer').setInputFiles(path);
  await expectWhole(page);
  expect(wire.sent - before).toBeLessThan(size - offset + largestPart);
});
