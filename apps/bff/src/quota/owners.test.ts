import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Instance } from '@orrery/contract/resources/instance.ts';
import type { Network } from '@orrery/contract/resources/network.ts';
import type { Volume } from '@orrery/contract/resources/storage.ts';
import type { Database } from '../database/open-database.ts';
import { openTestDatabase } from '../database/testing/test-database.ts';
import { anInstance, aNetwork, aVolume } from '../http/testing/samples.ts';
import { createIdentityBus } from '../identity/bus.ts';
import { createProject } from '../identity/projects.ts';
import { row } from '../inventory/resource-row.ts';
import { createInventory, ManualRuntime, openLab, reported } from '../inventory/testing/inventory-rig.ts';
import { Owners } from './owners.ts';

let database: Database;
let blue = '';
let red = '';
beforeAll(async () => {
  database = await openTestDatabase();
  const clock = new ManualRuntime();
  const passwords = { hash: async () => '', verify: async () => false };
  const context = {
    db: database.db,
    clock,
    passwords,
    bus: createIdentityBus(),
    changed: async () => undefined,
  };
  blue = await createProject(context, { name: 'blue', description: null });
  red = await createProject(context, { name: 'red', description: null });
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.pool.query('delete from resource_owner; delete from network_offer');
});

/** One life of the inventory; the backend reports from its beginning. */
async function live() {
  const runtime = new ManualRuntime();
  const { inventory, logged } = createInventory(runtime);
  const owners = new Owners({
    db: database.db,
    inventory,
    log: (level, message) => logged.push({ level, message }),
  });
  await owners.start();
  const { sink } = openLab(inventory);
  const tell = async (...told: (Instance | Volume | Network)[]) => {
    await runtime.advance(1_000);
    const asOf = new Date(runtime.now()).toISOString();
    sink.upsert(told.map(one => reported({ ...one, asOf })));
    await runtime.advance(1_000);
  };
  const volume = (id = 'lab:disk') => row(inventory.store, 'volume', id)?.project;
  const network = () => row(inventory.store, 'network', 'lab:net');
  return { inventory, owners, tell, volume, network, logged };
}

const written = async () =>
  (
    await database.pool.query<{ id: string; project: string }>(
      'select id, project from resource_owner order by id',
    )
  ).rows;
/** Claims go through the database before they show. */
async function until(what: () => unknown, expected: unknown) {
  await expect.poll(() => what(), { interval: 10 }).toEqual(expected);
}

const machine = (project: string | null, more: Partial<Instance> = {}) =>
  anInstance({ project, volumes: ['lab:disk'], ...more });
const disk = (more: Partial<Volume> = {}) =>
  aVolume({ attachedTo: ['lab:web-1'], status: 'in-use', ...more });

it('LA-13: a volume that its backend cannot mark belongs to the project of the instance that uses it', async () => {
  const { tell, volume } = await live();
  await tell(machine(blue), disk());
  await until(volume, blue);
  expect(await written()).toEqual([{ id: 'lab:disk', project: blue }]);
});

it('LA-13: and keeps its owner when it is detached, also over a restart', async () => {
  const before = await live();
  await before.tell(disk(), machine(blue));
  await until(before.volume, blue);
  await before.tell(machine(blue, { volumes: [] }), disk({ attachedTo: [], status: 'available' }));
  expect(before.volume()).toBe(blue);
  const after = await live();
  await after.tell(disk({ attachedTo: [], status: 'available' }));
  expect(after.volume()).toBe(blue);
});

it('LA-13: it follows the instance into another project, and out of any', async () => {
  const { tell, volume } = await live();
  await tell(machine(blue), disk());
  await until(volume, blue);
  await tell(machine(red));
  await until(volume, red);
  expect(await written()).toEqual([{ id: 'lab:disk', project: red }]);
  await tell(machine(null));
  await until(volume, null);
  await until(written, []);
});

it('LA-13: what several use, discs that are only read, and what the backend has marked stay as they are', async () => {
  const { tell, volume } = await live();
  await tell(machine(blue), disk({ attachedTo: ['lab:web-1', 'lab:web-2'] }));
  expect(volume()).toBe(null);
  await tell(disk({ format: 'iso' }));
  expect(volume()).toBe(null);
  await tell(disk({ project: red }));
  expect(volume()).toBe(red);
  expect(await written()).toEqual([]);
});

it('LA-13: the mark of a project that is not known here claims nothing', async () => {
  const { tell, volume, logged } = await live();
  await tell(machine('p1'), disk());
  // Of another instance, so that there is something to wait for.
  await tell(machine(blue, { id: 'lab:web-2', volumes: ['lab:other'] }));
  await tell(disk({ id: 'lab:other', attachedTo: ['lab:web-2'] }));
  await until(() => volume('lab:other'), blue);
  expect(volume()).toBe(null);
  expect(await written()).toEqual([{ id: 'lab:other', project: blue }]);
  expect(logged).toEqual([]);
});

it('LA-12: networks behind NAT are offered until somebody says otherwise; owned ones never', async () => {
  const first = await live();
  await first.tell(aNetwork({ type: 'nat' }));
  const network = first.network();
  expect(network?.offered).toBe(true);
  if (network) await first.owners.offer(network, false);
  expect(first.network()?.offered).toBe(false);
  const second = await live();
  await second.tell(aNetwork({ type: 'nat' }));
  expect(second.network()?.offered).toBe(false);
  await second.tell(aNetwork({ type: 'isolated' }));
  expect(second.network()?.offered).toBe(false);
  await database.pool.query('delete from network_offer');
  const third = await live();
  await third.tell(aNetwork({ type: 'bridged' }));
  expect(third.network()?.offered).toBe(false);
  await third.tell(aNetwork({ type: 'nat', project: blue }));
  expect(third.network()?.offered).toBe(false);
});
