import { type Migration, migrationSchema } from '@orrery/contract/migrations/migration.ts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ApiSession } from '../../support/api-session.ts';
import { BffProcess } from '../../support/bff-process.ts';
import { kvmLabConfig } from '../../support/kvm-lab.ts';
import { until } from '../../support/until.ts';
import { type Guest, LabGuests } from './lab-guests.ts';
import { LabHands, labSockets } from './lab-hands.ts';
import { settled } from './settled.ts';

// What an administrator begins with virsh is seen, steered and called off from here, by the fixed REST surface.
const patienceMs = 240_000;
const hands = new LabHands(await labSockets());
let guests: LabGuests;
let guest: Guest;
let bff: BffProcess;
let admin: ApiSession;

beforeAll(async () => {
  guests = await LabGuests.open();
  guest = await guests.launch('outside-writer', '--mem', '128', '--net', 'none', '--dirty', '16 2000');
  bff = await BffProcess.start({ config: await kvmLabConfig() });
  admin = await ApiSession.login(bff.url, 'admin', bff.adminPassword);
  await until('it is listed', () => admin.named('instances', guest.name), patienceMs);
}, patienceMs * 2);

afterAll(async () => {
  await bff?.stop();
  await guests?.close();
}, patienceMs);

// A test that is repeated begins as it did.
beforeEach(async () => void (await settled(guest.name)));

const rowsOf = async (): Promise<Migration[]> => {
  const listed = await admin.list('migrations', `instance:${guest.name}`);
  return listed.map(row => migrationSchema.parse(row));
};

const rowNow = async (id: string): Promise<Migration> =>
  migrationSchema.parse(await admin.json('GET', `/migrations/${encodeURIComponent(id)}`));

/** As somebody types it at the source; so slow that it lasts until somebody ends it. */
async function begunByHand(...flags: string[]) {
  const from = await guests.hostOf(guest);
  const to = from === 1 ? 2 : 1;
  const args = ['migrate', '--live', '--persistent', '--undefinesource', '--unsafe', '--bandwidth', '1'];
  const before = new Set((await rowsOf()).map(({ id }) => id));
  const said = hands.virsh(from, [...args, ...flags, guest.name, `qemu+tcp://host${to}/system`]).then(
    () => 'it was moved',
    (error: unknown) => String(error),
  );
  const row = await until(
    'it is seen from here',
    async () =>
      (await rowsOf()).find(({ id, status, memory }) => !before.has(id) && status === 'running' && memory),
    patienceMs,
  );
  return { from, to, said, row };
}

/** As it is told; what was told of why stands in the failure. */
async function endedAs(id: string, status: Migration['status']): Promise<Migration> {
  const row = await ended(id);
  expect(row.status, JSON.stringify({ ...row.error, instance: row.instance, from: row.fromHost })).toBe(
    status,
  );
  return row;
}

const ended = (id: string) =>
  until(
    'its row has ended',
    async () => {
      const row = await rowNow(id);
      return row.status === 'running' ? false : row;
    },
    patienceMs,
  );

describe('a move that somebody else began', { timeout: patienceMs * 2 }, () => {
  it('is called off from here: whoever began it is told, and the guest runs on where it was', async () => {
    const { from, to, said, row } = await begunByHand('--p2p');
    expect(row).toMatchObject({
      startedBy: 'outside',
      operation: null,
      cancellable: true,
      fromHostName: `host${from}`,
      toHostName: `host${to}`,
    });
    const cancel = await admin.act('migrations', row.id, 'cancel');
    expect(await admin.ended(cancel.id, patienceMs)).toMatchObject({ status: 'succeeded' });
    expect(await said).toMatch(/cancel/i);
    expect(await endedAs(row.id, 'cancelled')).toMatchObject({ error: null });
    expect(await guests.hostOf(guest)).toBe(from);
    await guests.ranThrough(guest);
  });

  it('is given more bandwidth from here, and ends well', async () => {
    const { to, said, row } = await begunByHand('--p2p');
    const steer = await admin.act('migrations', row.id, 'setBandwidth', { bytesPerSecond: null });
    expect(await admin.ended(steer.id, patienceMs)).toMatchObject({ status: 'succeeded' });
    expect(await said).toBe('it was moved');
    expect(await endedAs(row.id, 'succeeded')).toMatchObject({ progress: 1 });
    expect(await guests.hostOf(guest)).toBe(to);
    await guests.ranThrough(guest);
  });

  it('is one row over a restart of Orrery, and can be called off after it', async () => {
    const { from, said, row } = await begunByHand('--p2p');
    await bff.kill();
    await bff.up();
    const upAgain = new Date().toISOString();
    admin = await ApiSession.login(bff.url, 'admin', bff.adminPassword);
    const again = await until(
      'it is told of again',
      async () => {
        const running = (await rowsOf()).filter(({ status }) => status === 'running');
        return running.find(({ memory, asOf }) => memory && asOf > upAgain);
      },
      patienceMs,
    );
    expect(again.id).toBe(row.id);
    const cancel = await admin.act('migrations', again.id, 'cancel');
    expect(await admin.ended(cancel.id, patienceMs)).toMatchObject({ status: 'succeeded' });
    expect(await said).toMatch(/cancel/i);
    await endedAs(row.id, 'cancelled');
    expect(await guests.hostOf(guest)).toBe(from);
    await guests.ranThrough(guest);
  });

  it('called off by whoever began it, it is told as where it was', async () => {
    const { from, said, row } = await begunByHand('--p2p');
    await hands.virsh(from, ['domjobabort', guest.name]);
    expect(await said).toMatch(/cancel/i);
    const end = await endedAs(row.id, 'failed');
    expect(end.error?.cause).toMatch(/where it was/);
    expect(await guests.hostOf(guest)).toBe(from);
    await guests.ranThrough(guest);
  });
});
