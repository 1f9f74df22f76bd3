import { type Migration, migrationSchema } from '@orrery/contract/migrations/migration.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiSession } from '../../support/api-session.ts';
import { BffProcess } from '../../support/bff-process.ts';
import { kvmLab, kvmLabConfig } from '../../support/kvm-lab.ts';
import { until } from '../../support/until.ts';
import { figures } from './move-evidence.ts';
import { type Guest, LabGuests } from './lab-guests.ts';

// A host dies whole, daemon, QEMU and network at once, in the middle of a move (MG-20): what is told must be true.
const patienceMs = 300_000;
const MiB = 1_048_576;
/** Orrery waits three minutes for a source that is gone: asked for with ORRERY_LONG=1, and not in every run. */
const isLong = process.env['ORRERY_LONG'] === '1';
let guests: LabGuests;
let guest: Guest;
let bff: BffProcess;
let admin: ApiSession;

beforeAll(async () => {
  guests = await LabGuests.open();
  bff = await BffProcess.start({ config: await kvmLabConfig() });
  admin = await ApiSession.login(bff.url, 'admin', bff.adminPassword);
}, patienceMs);

afterAll(async () => {
  await bff?.stop();
  for (const host of [1, 2, 3]) await kvmLab.startHost(host);
  await guests?.close();
}, patienceMs);

const rowNow = async (id: string): Promise<Migration> =>
  migrationSchema.parse(await admin.json('GET', `/migrations/${encodeURIComponent(id)}`));

const instanceNow = () => admin.named('instances', guest.name);

/** In the middle of its memory, on its way from host1 to host2. */
async function underWay(name: string) {
  guest = await guests.launch(name, '--mem', '128', '--net', 'none', '--dirty', '16 2000');
  const instance = await until('it is listed', instanceNow, patienceMs);
  const toHost = (await admin.named('hosts', 'host2'))?.id;
  const operation = await admin.act('instances', instance.id, 'migrate', { toHost, bandwidth: MiB });
  const row = await until(
    'memory is being sent',
    async () => {
      const found = await rowNow(`lab:${operation.id}`).catch(() => null);
      return (found?.memory?.sentBytes ?? 0) > MiB ? found : null;
    },
    patienceMs,
  );
  return { operation: operation.id, row: row.id };
}

/** What the row says of it once it has ended. */
async function told(name: string, move: { operation: string; row: string }): Promise<string> {
  const began = performance.now();
  const operation = await admin.ended(move.operation, patienceMs);
  const { error, ...row } = await rowNow(move.row);
  expect(operation.status).toBe('failed');
  expect(row).toMatchObject({ status: 'failed', cancellable: false, forecast: null });
  await figures(name, { afterMs: Math.round(performance.now() - began), error });
  return `${error?.cause ?? error?.message}. ${error?.advice}`;
}

const seenAs = (what: string, fields: Record<string, unknown>) =>
  until(
    what,
    async () => {
      const row = await instanceNow();
      return row && Object.entries(fields).every(([field, value]) => row[field] === value) ? row : null;
    },
    patienceMs,
  );

describe('a host that dies in the middle of a move', { timeout: patienceMs * 3 }, () => {
  it('the destination: it goes on where it was, which is said while that host is still dead', async () => {
    const move = await underWay('death-to');
    await kvmLab.killHost(2);
    try {
      expect(await told('destination-dead', move)).toMatch(/goes on where it was/);
      await seenAs('it runs on', {
        hostName: 'host1',
        powerState: 'running',
        status: 'running',
        stale: false,
      });
      expect(await kvmLab.state(1, guest.name)).toBe('running');
    } finally {
      await kvmLab.startHost(2);
    }
    await guests.ranThrough(guest);
    expect(await guests.hostOf(guest)).toBe(1);
  });

  it('the source, which is back at once: it is off there, and is not called moved', async () => {
    const move = await underWay('death-from');
    await kvmLab.killHost(1);
    await kvmLab.startHost(1);
    expect(await told('source-back', move)).toMatch(/is off where it was, and did not arrive/);
    await seenAs('it is off', { hostName: 'host1', powerState: 'stopped', stale: false });
    expect(await kvmLab.state(1, guest.name)).toBe('shut off');
    expect(await guests.hostOf(guest)).toBe(1);
  });

  it.runIf(isLong)(
    'the source, which stays dead: it is said that nobody knows, and seen when it is back',
    async () => {
      const move = await underWay('death-away');
      await kvmLab.killHost(1);
      try {
        expect(await told('source-dead', move)).toMatch(/does not answer any more, and it has not arrived/);
        expect(await guests.isOn(2, guest)).toBe(false);
      } finally {
        await kvmLab.startHost(1);
      }
      await seenAs('it is off', { hostName: 'host1', powerState: 'stopped', stale: false });
      expect(await guests.hostOf(guest)).toBe(1);
    },
  );
});
