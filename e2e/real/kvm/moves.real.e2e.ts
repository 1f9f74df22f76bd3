import { type Migration, migrationSchema } from '@orrery/contract/migrations/migration.ts';
import { expect, test } from '@playwright/test';
import { ApiSession } from '../../support/api-session.ts';
import { BffProcess } from '../../support/bff-process.ts';
import { kvmLabConfig } from '../../support/kvm-lab.ts';
import { signedInPage } from '../../support/signed-in-page.ts';
import { until } from '../../support/until.ts';
import { figures, frameCounter, shoot } from './move-evidence.ts';
import { type Guest, LabGuests } from './lab-guests.ts';

// A guest boots for a minute or two on a busy machine, and is looked at again after its move.
test.describe.configure({ mode: 'serial', timeout: 600_000 });
test.use({ actionTimeout: 60_000 });

const MiB = 1_048_576;
let bff: BffProcess;
let admin: ApiSession;
let guests: LabGuests;
/** Writes 4 MiB/s over 16 MiB: slower than it is sent. */
let calm: Guest;
/** Writes 30 MiB/s over 48 MiB: faster than the 10 MiB/s that it is given. */
let busy: Guest;
let local: Guest;

test.beforeAll(async () => {
  test.setTimeout(900_000);
  guests = await LabGuests.open();
  calm = await guests.launch('e2e-calm', '--mem', '128', '--pool', 'shared', '--dirty', '16 1000');
  busy = await guests.launch('e2e-busy', '--mem', '160', '--pool', 'shared', '--dirty', '48 8000');
  local = await guests.launch('e2e-local', '--mem', '96', '--pool', 'local');
  bff = await BffProcess.start({ config: await kvmLabConfig() });
  admin = await ApiSession.login(bff.url, 'admin', bff.adminPassword);
  for (const { name } of [calm, busy, local])
    await until(`${name} is listed`, () => admin.named('instances', name), 120_000);
});

test.afterAll(async () => {
  await bff?.stop();
  await guests?.close();
});

const instance = async ({ name }: Guest) => {
  const row = await admin.named('instances', name);
  if (!row) throw new Error(`${name} is not listed`);
  return row;
};

const hostNamed = async (name: string) => {
  const row = await admin.named('hosts', name);
  if (!row) throw new Error(`${name} is not listed`);
  return row.id;
};

/** Begins a move by the API, and gives its row once it runs. */
async function begin(guest: Guest, args: { toHost: string; [setting: string]: unknown }) {
  const toHost = await hostNamed(args.toHost);
  const { id } = await instance(guest);
  const operation = await admin.act('instances', id, 'migrate', { ...args, toHost });
  const move = await until(`${guest.name} moves`, async () =>
    (await admin.list('migrations')).find(m => m['operation'] === operation.id && m.status === 'running'),
  );
  return { id: move.id, operation: operation.id };
}

const moveRow = async (id: string): Promise<Migration> =>
  migrationSchema.parse(await admin.json('GET', `/migrations/${encodeURIComponent(id)}`));

test('a guest is moved from the dialog to the recommended host, with its price said before', async ({
  browser,
}) => {
  const { page, context } = await signedInPage(browser, admin);
  await page.goto(`/instances/${encodeURIComponent((await instance(calm)).id)}`);
  await expect(page.getByRole('heading', { name: calm.name })).toBeVisible();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('Move');
  await page.getByRole('option', { name: /^Move…/ }).click();
  const dialog = page.getByRole('dialog', { name: `Move ${calm.name}` });
  await expect(dialog.getByText('Recommended')).toBeVisible({ timeout: 120_000 });
  await shoot(page, 'dialog');
  await dialog.getByRole('button', { name: /^Move to / }).click();
  await until('it has left', async () => !(await guests.isOn(1, calm)), 120_000);
  await until(
    'its move is told as ended',
    async () => (await admin.list('migrations', `instance:${calm.name}`)).some(m => m.status === 'succeeded'),
    120_000,
  );
  await guests.ranThrough(calm);
  await context.close();
});

test('a move of a writing guest streams at least two frames a second, and ends as it said', async ({
  browser,
}) => {
  const { page, context } = await signedInPage(browser, admin);
  const frames = frameCounter(page);
  await page.goto('/migrations');
  const from = await guests.hostOf(calm);
  const to = from === 1 ? 'host2' : 'host1';
  const move = await begin(calm, { toHost: to, bandwidth: 10 * MiB });
  const card = page.getByRole('article', { name: new RegExp(`^${calm.name}`) });
  await expect(card).toBeVisible({ timeout: 120_000 });
  await expect(card).toContainText(/Converging|Slow|Borderline/, { timeout: 120_000 });
  await shoot(page, 'live-converging');
  const told = await moveRow(move.id);
  const ended = await admin.ended(move.operation, 300_000);
  expect(ended.status).toBe('succeeded');
  const row = await moveRow(move.id);
  expect(row.result).toMatchObject({ guestCheck: { survived: true } });
  await guests.ranThrough(calm);
  const seconds = (row.result?.totalMs ?? Number.NaN) / 1000;
  const perSecond = frames.of(move.id) / seconds;
  await figures('live', {
    told: told.forecast,
    predicted: row.predicted,
    result: row.result,
    perSecond,
  });
  expect(perSecond).toBeGreaterThanOrEqual(2);
  await context.close();
});

test('one that will not finish is flagged, and finishes once the advice is followed', async ({ browser }) => {
  const { page, context } = await signedInPage(browser, admin);
  await page.goto('/migrations');
  const move = await begin(busy, { toHost: 'host2', bandwidth: 10 * MiB });
  const card = page.getByRole('article', { name: new RegExp(`^${busy.name}`) });
  await expect(card).toContainText('Will not finish', { timeout: 180_000 });
  await shoot(page, 'will-not-finish');
  const flagged = await moveRow(move.id);
  await card.getByRole('button', { name: /^Give it/ }).click();
  const ended = await admin.ended(move.operation, 300_000);
  expect(ended.status).toBe('succeeded');
  await guests.ranThrough(busy);
  await figures('will-not-finish', {
    flagged: flagged.forecast,
    result: (await moveRow(move.id)).result,
  });
  await context.close();
});

test('a move is called off with the button, and the guest runs on where it was', async ({ browser }) => {
  const { page, context } = await signedInPage(browser, admin);
  await page.goto('/migrations');
  const from = await guests.hostOf(busy);
  const move = await begin(busy, { toHost: from === 1 ? 'host3' : 'host1', bandwidth: 4 * MiB });
  await page.goto(`/migrations/${encodeURIComponent(move.id)}`);
  await page.getByRole('button', { name: 'Call it off' }).first().click();
  expect((await admin.ended(move.operation, 120_000)).status).toBe('cancelled');
  await expect(page.getByText(/^Called off\./)).toBeVisible({ timeout: 120_000 });
  expect(await guests.hostOf(busy)).toBe(from);
  await guests.ranThrough(busy);
  await context.close();
});

test('one that lacks post-copy is begun anew with it from its card, after it was asked, and ends', async ({
  browser,
}) => {
  const { page, context } = await signedInPage(browser, admin);
  const from = await guests.hostOf(busy);
  const toHost = from === 1 ? 'host3' : 'host1';
  const old = await begin(busy, { toHost, bandwidth: 10 * MiB });
  await page.goto('/migrations');
  const card = page.getByRole('article', { name: new RegExp(`^${busy.name}`) });
  await card.getByRole('button', { name: 'Begin anew with post-copy…' }).click({ timeout: 180_000 });
  const dialog = page.getByRole('dialog', { name: `Call off the move of ${busy.name} and begin it anew?` });
  await expect(dialog).toContainText(`goes on at host${from}`);
  await shoot(page, 'begin-anew');
  await dialog.getByRole('button', { name: 'Begin anew with post-copy' }).click();
  expect((await admin.ended(old.operation, 120_000)).status).toBe('cancelled');
  const anew = await until('it is begun anew', async () => {
    const running = (await admin.list('migrations', 'status:running')).find(({ id }) => id !== old.id);
    const row = running && (await moveRow(running.id));
    // They are told once it has been prepared.
    return row?.limits ? row : null;
  });
  expect(anew).toMatchObject({ instanceName: busy.name, toHostName: toHost, limits: { postCopy: true } });
  await card.getByRole('button', { name: /^Switch to post-copy/ }).click({ timeout: 180_000 });
  await page.getByRole('button', { name: 'Switch, no way back' }).click();
  expect((await admin.ended(anew.operation ?? '', 300_000)).status).toBe('succeeded');
  expect(await guests.hostOf(busy)).toBe(toHost === 'host3' ? 3 : 1);
  await guests.ranThrough(busy);
  await context.close();
});

test('a switch to post-copy asks first, and ends the move', async ({ browser }) => {
  const { page, context } = await signedInPage(browser, admin);
  const from = await guests.hostOf(busy);
  const move = await begin(busy, {
    toHost: from === 1 ? 'host2' : 'host1',
    bandwidth: 10 * MiB,
    postCopy: true,
  });
  await page.goto('/migrations');
  const card = page.getByRole('article', { name: new RegExp(`^${busy.name}`) });
  await card.getByRole('button', { name: /post-copy/ }).click({ timeout: 180_000 });
  await shoot(page, 'post-copy');
  await page.getByRole('button', { name: 'Switch, no way back' }).click();
  expect((await admin.ended(move.operation, 300_000)).status).toBe('succeeded');
  expect(await moveRow(move.id)).toMatchObject({ pointOfNoReturn: true });
  await guests.ranThrough(busy);
  await context.close();
});

test('a guest with disks of its own is moved with them', async () => {
  const move = await begin(local, { toHost: 'host3', method: 'block', bandwidth: 20 * MiB });
  expect((await admin.ended(move.operation, 300_000)).status).toBe('succeeded');
  expect(await guests.hostOf(local)).toBe(3);
  await guests.ranThrough(local);
});

test('killed in the middle of a move, the server follows it again within five seconds of its return', async () => {
  const from = await guests.hostOf(calm);
  const move = await begin(calm, { toHost: from === 1 ? 'host3' : 'host1', bandwidth: 8 * MiB });
  await until('memory is being sent', async () => (await moveRow(move.id)).phase === 'copy-memory', 120_000);
  const before = await moveRow(move.id);
  const killed = performance.now();
  await bff.kill();
  await bff.up();
  const back = performance.now();
  admin = await ApiSession.login(bff.url, 'admin', bff.adminPassword);
  await until('its samples come again', async () => {
    const row = await moveRow(move.id);
    return row.status === 'running' && row.memory !== null && row.asOf > before.asOf;
  });
  const reattachedMs = performance.now() - back;
  await figures('followed-again', { reattachedMs, sinceTheKillMs: performance.now() - killed });
  expect((await admin.ended(move.operation, 300_000)).status).toBe('succeeded');
  await guests.ranThrough(calm);
  expect(reattachedMs).toBeLessThan(5_000);
});
