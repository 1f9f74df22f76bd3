import { migrateArgs } from '@orrery/contract/actions/migrate-args.ts';
import type { SecurityRule } from '@orrery/contract/security/security-groups.ts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { kvmLab } from '../../support/kvm-lab.ts';
import { until } from '../../support/until.ts';
import { CreationRig } from './creation-rig.ts';
import { labImage } from './kvm-creation.ts';
import { LabHands, labSockets } from './lab-hands.ts';
import { traceMove } from './move-rig.ts';

const hands = new LabHands(await labSockets());
const tiny = await labImage();
const bootMs = 300_000;
let rig: CreationRig;
let serial = 0;

const port = (direction: 'in' | 'out', number: number, remote: string | null = null): SecurityRule => ({
  direction,
  protocol: 'tcp',
  ports: { from: number, to: number },
  remote,
});
const groups = new Map<string, SecurityRule[]>([
  ['ssh', [port('in', 22)]],
  ['web', [port('in', 80)]],
  ['elsewhere', [port('in', 80, '203.0.113.0/24')]],
  ['mail-out', [port('out', 25)]],
]);
const control = () =>
  rig.control({ securityGroups: async ids => ids.map(id => ({ id, rules: groups.get(id) ?? [] })) });

async function launch(securityGroups: string[]): Promise<{ id: string; native: string; address: string }> {
  const name = `conf-new-s${++serial}`;
  const creation = rig.instance(name, tiny, { networks: ['lab:net:default'], start: true, securityGroups });
  const { id } = await rig.creator.create(rig.request(creation), control());
  const native = id.slice('lab:'.length);
  await hands.booted(native, 1);
  return { id, native, address: await addressOf(id) };
}

const addressOf = (id: string): Promise<string> =>
  rig.mirror.waitFor(
    `an address of ${id}`,
    () =>
      rig.mirror.get('instance', id)?.addresses.find(a => a.address.startsWith('192.168.122.'))?.address ??
      null,
    bootMs,
  );

const started = z.object({ return: z.object({ pid: z.number() }) });
const ended = z.object({ return: z.object({ exited: z.boolean(), exitcode: z.number().optional() }) });

interface Reached {
  native: string;
  /** Number of its host; the first where none is said. */
  host?: number;
}

/** A command in the guest, by its agent; answers its exit code. */
async function inGuest({ native, host = 1 }: Reached, command: string): Promise<number> {
  const ask = async (execute: string, args: object): Promise<unknown> =>
    JSON.parse(
      await hands.virsh(host, [
        'qemu-agent-command',
        native,
        JSON.stringify({ execute, arguments: args }),
        '--timeout',
        '10',
      ]),
    );
  const exec = await until(
    'the agent answers',
    () => ask('guest-exec', { path: '/bin/sh', arg: ['-c', command] }),
    bootMs,
  );
  const { pid } = started.parse(exec).return;
  const over = await until(
    'the command has ended',
    async () => {
      const status = ended.parse(await ask('guest-exec-status', { pid })).return;
      return status.exited && status;
    },
    bootMs,
  );
  return over.exitcode ?? -1;
}

/** Whether the web server of the other guest answers; its busybox has no resolver, and wget dies of that. */
const reads = async (from: Reached, to: { address: string }): Promise<boolean> =>
  (await inGuest(from, `echo GET / | nc -w 4 ${to.address} 80 | grep -qi html`)) === 0;

/** Its web server may still be starting. */
const comesToRead = (from: Reached, to: { address: string }) =>
  until('the page can be read', () => reads(from, to), bootMs);

const set = async (id: string, wanted: string[] | null): Promise<void> => {
  const args = { groups: wanted };
  const operation = crypto.randomUUID();
  const request = { operation, kind: 'instance' as const, id, action: 'setSecurityGroups', args, before: {} };
  await rig.provider.act(request, control());
};
const filters = async (native: string, host = 1) =>
  (await hands.virsh(host, ['nwfilter-list'])).split('\n').filter(line => line.includes(native)).length;

beforeAll(async () => {
  await hands.sweep();
  rig = await CreationRig.start();
});
afterAll(async () => {
  await rig?.provider.stop();
  await hands.sweep();
  for (const name of ['h8-guarded', 'h8-client']) await removeEverywhere(name);
  for (const line of (await hands.virsh(1, ['nwfilter-list'])).split('\n')) {
    const name = line.trim().split(/\s+/)[1] ?? '';
    // One that an instance refers to stays.
    if (name.startsWith('orrery-')) await hands.virsh(1, ['nwfilter-undefine', name]).catch(() => '');
  }
});

it('a port that no group lets through is closed, and opens and closes while the guest runs', async () => {
  const [client, server] = await Promise.all([launch([]), launch(['ssh'])]);
  expect(await filters(server.native)).toBe(1);
  expect(await hands.virsh(1, ['dumpxml', server.native])).toContain(`filter='orrery-${server.native}'`);
  // The guest has its address, so DHCP came through; what it asks is answered, so its page could be read if it were open.
  await comesToRead(server, client);
  // Its own server answers by now.
  await comesToRead(server, { address: '127.0.0.1' });
  expect(await reads(client, server)).toBe(false);

  await set(server.id, ['ssh', 'web']);
  await comesToRead(client, server);

  // Rules that change under the same group follow without touching the instance's own description.
  groups.set('web', []);
  await set(server.id, null);
  expect(await reads(client, server)).toBe(false);
  groups.set('web', [port('in', 80)]);

  await set(server.id, ['elsewhere']);
  expect(await reads(client, server)).toBe(false);

  await set(server.id, ['web', 'mail-out']);
  await comesToRead(client, server);
  expect(await reads(server, client)).toBe(false);

  await set(server.id, []);
  await comesToRead(client, server);
  await comesToRead(server, client);
  expect(await filters(server.native)).toBe(0);
  expect(await kvmLab.state(1, server.native)).toBe('running');
  for (const { native } of [client, server]) await hands.destroy(native);
}, 900_000);

it('an interface that is plugged in later is filtered too, and nothing is left when it goes', async () => {
  const { id, native } = await launch(['ssh']);
  await rig.act('instance', id, 'attachNetwork', { network: 'lab:net:isolated' });
  const xml = await hands.virsh(1, ['dumpxml', native]);
  expect(xml.match(/<filterref filter='orrery-/g)).toHaveLength(2);
  await rig.act('instance', id, 'forceStop');
  await rig.act('instance', id, 'delete', { withVolumes: true });
  expect(await filters(native)).toBe(0);
}, 900_000);

/** A guest of the lab on one of its hosts, its disk where all hosts have it. */
async function launchOn(
  host: number,
  name: string,
): Promise<{ id: string; native: string; address: string }> {
  await removeEverywhere(name);
  await kvmLab.launch(host, name, '--mem', '96', '--pool', 'shared', '--net', 'default');
  const native = await kvmLab.virsh(host, 'domuuid', name);
  await hands.booted(native, host);
  const id = `lab:${native}`;
  return { id, native, address: await addressOf(id) };
}

/** Hosts give addresses of one range without knowing of each other's: a guest that comes along may bring the same one. */
async function launchBeside(host: number, name: string, other: { address: string }) {
  for (;;) {
    const guest = await launchOn(host, name);
    if (guest.address !== other.address) return guest;
  }
}

async function removeEverywhere(name: string): Promise<void> {
  for (const { number } of await kvmLab.hosts()) await kvmLab.remove(number, name);
}

function move(id: string, args: Record<string, unknown>) {
  const trace = traceMove();
  const request = {
    operation: crypto.randomUUID(),
    kind: 'instance' as const,
    id,
    action: 'migrate',
    before: {},
  };
  if (!rig.provider.migrator) throw new Error('It moves nothing');
  const moving = rig.provider.migrator.migrate({ ...request, args: migrateArgs.parse(args) }, trace.control);
  moving.catch(() => {});
  return { trace, moving };
}

it('a guest takes its filter along: the port is closed at the new host, and nothing is left at the old one', async () => {
  const server = await launchOn(1, 'h8-guarded');
  const client = { ...(await launchBeside(2, 'h8-client', server)), host: 2 };
  await set(server.id, ['ssh']);
  const where = async () => [await filters(server.native, 1), await filters(server.native, 2)];
  expect(await where()).toEqual([1, 0]);

  const broken = move(server.id, { toHost: 'lab:host2', bandwidth: 1_048_576 });
  await until(
    'it is under way',
    async () => broken.trace.reports.some(({ sample }) => (sample?.memory?.sentBytes ?? 0) > 0) || null,
    bootMs,
  );
  expect(await where()).toEqual([1, 1]);
  broken.trace.aborting.abort();
  await expect(broken.moving).rejects.toMatchObject({ code: 'cancelled' });
  expect(await where()).toEqual([1, 0]);

  expect((await move(server.id, { toHost: 'lab:host2' }).moving).check.survived).toBe(true);
  expect(await kvmLab.state(2, server.native)).toBe('running');
  expect(await where()).toEqual([0, 1]);
  // What it asks is answered, so the way is there; its own server is up too.
  const moved = { ...server, host: 2 };
  await comesToRead(moved, client);
  await comesToRead(moved, { address: '127.0.0.1' });
  expect(await reads(client, moved)).toBe(false);
  await set(server.id, ['ssh', 'web']);
  await comesToRead(client, moved);

  await move(server.id, { toHost: 'lab:host1', method: 'cold' }).moving;
  expect(await where()).toEqual([1, 0]);
  expect(await kvmLab.state(1, server.native)).toBe('running');
}, 1_200_000);
