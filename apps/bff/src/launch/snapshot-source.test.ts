import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { row, rows } from '../inventory/resource-row.ts';
import { type LaunchRig, openLaunchRig, tenant } from './testing/launch-rig.ts';
import { createVolume } from './volume-service.ts';

// A database and simulated boots, on a busy machine.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let rig: LaunchRig;
let blue = '';
let red = '';
let snapshot = '';
const store = () => rig.inventory.store;
const instance = (name: string) => [...rows(store(), 'instance')].find(found => found.name === name);

async function running(name: string): Promise<void> {
  await rig.until(`${name} runs`, () => instance(name)?.status === 'running');
  await rig.quiet();
}

beforeAll(async () => {
  rig = await openLaunchRig();
  blue = await rig.project('blue', { volumeGiB: 100 });
  red = await rig.project('red');
  await rig.selfService.launch.launch(tenant(blue), { launch: rig.wish('source', { project: blue }) });
  await running('source');
  const id = instance('source')?.id ?? '';
  const taken = { kind: 'instance' as const, id, action: 'snapshot', args: { name: 'then' } };
  await rig.selfService.operations.submit(tenant(blue), taken);
  await rig.until('the snapshot is there', () => [...rows(store(), 'snapshot')].length === 1);
  await rig.quiet();
  snapshot = [...rows(store(), 'snapshot')][0]?.id ?? '';
});
afterAll(() => rig.close());

const wish = (name: string, project: string, diskGiB = 10) =>
  rig.wish(name, {
    project,
    source: { from: 'snapshot', snapshot },
    size: { vcpus: 1, memoryMiB: 1024, diskGiB },
  });

it('LA-20: a snapshot gives an instance a disk of its own, of the size of the source at least', async () => {
  await rig.selfService.launch.launch(tenant(blue), { launch: wish('copy', blue, 0) });
  await running('copy');
  const [disk = ''] = instance('copy')?.volumes ?? [];
  const [original = ''] = instance('source')?.volumes ?? [];
  expect(disk).not.toBe(original);
  expect(row(store(), 'volume', disk)?.capacityBytes).toBe(row(store(), 'volume', original)?.capacityBytes);
  const small = rig.selfService.launch.launch(tenant(blue), { launch: wish('small', blue, 1) });
  await expect(small).rejects.toMatchObject({
    reasons: [expect.objectContaining({ code: 'launch.disk-small' })],
  });
});

it('LA-20: the snapshot of another project does not exist', async () => {
  const asked = rig.selfService.launch.launch(tenant(red), { launch: wish('theirs', red) });
  await expect(asked).rejects.toMatchObject({
    reasons: [expect.objectContaining({ code: 'resource.not-found' })],
  });
});

it('LA-20: it goes only where its disk can be reached', async () => {
  const disk = row(store(), 'volume', instance('source')?.volumes[0] ?? '');
  const reached = disk?.pool ? row(store(), 'storage-pool', disk.pool)?.hosts : undefined;
  expect(reached).toContain(instance('copy')?.host);
  const table = rig.inventory.capabilities('sim');
  if (!table) throw new Error('The simulator says nothing of what it can do');
  const poorer = { ...table, 'instance.createFromSnapshot': 'It copies nothing' };
  const spy = vi.spyOn(rig.inventory, 'capabilities').mockReturnValue(poorer);
  const asked = rig.selfService.launch.launch(tenant(blue), { launch: wish('nowhere', blue, 0) });
  await expect(asked).rejects.toMatchObject({
    reasons: [expect.objectContaining({ message: expect.stringContaining('It copies nothing') })],
  });
  spy.mockRestore();
});

it('LA-20: the launch check names what is copied and what is left behind', async () => {
  const check = () =>
    rig.selfService.launch.check(tenant(blue), wish('asked', blue, 0)).then(({ copies }) => copies);
  const source = instance('source');
  const boots = row(store(), 'volume', source?.volumes[0] ?? '')?.name;
  expect(await check()).toEqual({ disk: boots, left: [] });
  const body = {
    ...{ name: 'ledger', project: blue, capacityBytes: 2 ** 30, instance: source?.id ?? null },
    ...{ pool: null, format: null, source: null, backend: null },
  };
  await createVolume(rig.selfService.making, tenant(blue), { body, idempotencyKey: undefined });
  const volume = () => [...rows(store(), 'volume')].find(({ name }) => name === 'ledger');
  await rig.until('the volume is there', () => volume()?.status === 'available');
  await rig.quiet();
  const args = { volume: volume()?.id };
  const attach = { kind: 'instance' as const, id: source?.id ?? '', action: 'attachVolume', args };
  await rig.selfService.operations.submit(tenant(blue), attach);
  await rig.until('it is attached', () => instance('source')?.disks.length === 2);
  expect(await check()).toEqual({ disk: boots, left: ['ledger'] });
});
