import type { CreateNetwork, CreateVolume } from '@orrery/contract/launch/creation-bodies.ts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { row, rows } from '../inventory/resource-row.ts';
import { createNetwork } from './network-service.ts';
import { type LaunchRig, openLaunchRig, tenant } from './testing/launch-rig.ts';
import { createVolume } from './volume-service.ts';

let rig: LaunchRig;
let blue = '';
let red = '';
beforeAll(async () => {
  rig = await openLaunchRig();
  blue = await rig.project('blue', { instances: 5, vcpus: 3, snapshots: 1, volumeGiB: 40, networks: 1 });
  red = await rig.project('red');
});
afterAll(() => rig.close());

const store = () => rig.inventory.store;
const named = <K extends 'instance' | 'volume' | 'network'>(kind: K, name: string) =>
  [...rows(store(), kind)].find(found => found.name === name);

async function launched(name: string, project: string) {
  await rig.selfService.launch.launch(tenant(project), { launch: rig.wish(name, { project }) });
  await rig.until(`${name} runs`, () => named('instance', name)?.status === 'running');
  await rig.quiet();
  return named('instance', name)?.id ?? '';
}

const act = (project: string, id: string, asked: { action: string; args: Record<string, unknown> }) =>
  rig.selfService.operations.submit(tenant(project), { kind: 'instance', id, ...asked });

const emptyVolume = (name: string, project: string): CreateVolume => ({
  ...{ name, project, capacityBytes: 8 * 2 ** 30 },
  ...{ pool: null, format: null, source: null, backend: null, instance: null },
});

async function volumeOf(project: string, name: string, gib = 1): Promise<string> {
  const body = { ...emptyVolume(name, project), capacityBytes: gib * 2 ** 30 };
  await createVolume(rig.selfService.making, tenant(project), { body, idempotencyKey: undefined });
  await rig.until(`${name} is there`, () => named('volume', name) !== undefined);
  await rig.quiet();
  return named('volume', name)?.id ?? '';
}

it('LA-6: growing and snapshots are held against the quota like a launch', async () => {
  const id = await launched('grows', blue);
  await expect(act(blue, id, { action: 'resize', args: { vcpus: 4 } })).rejects.toMatchObject({
    code: 'quota.exceeded',
    message: "The project's quota is 3 vCPUs; 1 vCPU taken and 3 vCPUs more asked for",
  });
  await act(blue, id, { action: 'resize', args: { vcpus: 3 } });
  await rig.quiet();
  expect((await rig.selfService.quota.of(blue)).items.vcpus).toMatchObject({ used: 3, reserved: 0 });
  await act(blue, id, { action: 'snapshot', args: { name: 'one' } });
  await rig.until('the snapshot is there', () => [...rows(store(), 'snapshot')].length === 1);
  await rig.quiet();
  await expect(act(blue, id, { action: 'snapshot', args: { name: 'two' } })).rejects.toMatchObject({
    code: 'quota.exceeded',
    reasons: [{ code: 'quota.snapshots' }],
  });
});

it('LA-6: volumes and networks too', async () => {
  await volumeOf(blue, 'small', 20);
  await expect(volumeOf(blue, 'large', 20)).rejects.toMatchObject({ code: 'quota.exceeded' });
  const body = {
    name: 'lan',
    type: 'nat',
    cidr: '10.77.0.0/24',
    dhcp: true,
    dhcpRange: null,
    bridge: null,
    vlan: null,
    autostart: true,
    project: blue,
    backend: null,
    host: null,
  } as const;
  const make = (name: string) =>
    createNetwork(rig.selfService.making, tenant(blue), {
      body: { ...body, name },
      idempotencyKey: undefined,
    });
  await make('lan');
  await expect(make('wan')).rejects.toMatchObject({ code: 'quota.exceeded' });
  await rig.until('the network is there', () => named('network', 'lan')?.project === blue);
});

it('LA-18: a project makes networks where an administrator lets it, and none that reach out of the hosts', async () => {
  const body: CreateNetwork = {
    name: 'own',
    type: 'isolated',
    cidr: '10.78.0.0/24',
    dhcp: true,
    dhcpRange: null,
    bridge: null,
    vlan: null,
    autostart: true,
    project: null,
    backend: null,
    host: null,
  };
  const make = (project: string, more: Partial<CreateNetwork> = {}) =>
    createNetwork(rig.selfService.making, tenant(project), {
      body: { ...body, ...more },
      idempotencyKey: undefined,
    });
  // Nobody has allowed it to this project yet.
  await expect(make(red)).rejects.toMatchObject({ reasons: [{ code: 'quota.networks' }] });
  const bridged = { type: 'bridged', bridge: 'br0', cidr: null, vlan: 7 } as const;
  await expect(make(blue, bridged)).rejects.toMatchObject({
    code: 'permission.denied',
    reasons: expect.arrayContaining([
      expect.objectContaining({ code: 'permission.denied', field: 'bridge' }),
      expect.objectContaining({ code: 'permission.denied', field: 'vlan' }),
      expect.objectContaining({ code: 'permission.denied', field: 'type' }),
    ]),
  });
});

it('LA-12: a launch that says nothing of networks gets one that is offered', async () => {
  const id = await launched('offline-no-more', red);
  const [network = ''] = row(store(), 'instance', id)?.networks ?? [];
  expect(row(store(), 'network', network)).toMatchObject({ type: 'nat', project: null, offered: true });
});

it('OP-17: ids in arguments open nothing of other projects', async () => {
  const own = await launched('mine', red);
  const foreign = await volumeOf(blue, 'theirs');
  const attach = (volume: string) => act(red, own, { action: 'attachVolume', args: { volume } });
  await expect(attach(foreign)).rejects.toMatchObject({ reasons: [{ code: 'reference.not-found' }] });
  // An administrator sees both, and is told that they do not go together.
  const byAdmin = rig.selfService.operations.submit(tenant(null), {
    kind: 'instance',
    id: own,
    action: 'attachVolume',
    args: { volume: foreign },
  });
  await expect(byAdmin).rejects.toMatchObject({ reasons: [{ code: 'reference.foreign' }] });
  const lan = named('network', 'lan')?.id ?? '';
  const network = act(red, own, { action: 'attachNetwork', args: { network: lan } });
  await expect(network).rejects.toMatchObject({ reasons: [{ code: 'reference.not-found' }] });
  for (const [field, more] of Object.entries({
    'source.volume': { source: { from: 'volume', volume: foreign } as const },
    'networks.0': { networks: [lan] },
    'volumes.0.volume': { volumes: [{ volume: foreign }] },
    project: { project: blue },
  })) {
    const launch = rig.wish('thief', { project: red, ...more });
    await expect(rig.selfService.launch.launch(tenant(red), { launch }), field).rejects.toMatchObject({
      reasons: expect.arrayContaining([expect.objectContaining({ code: 'resource.not-found', field })]),
    });
  }
});

it('OP-17: naming an own instance opens neither volumes nor images of others to be copied', async () => {
  const own = await launched('near', red);
  const foreign = await volumeOf(blue, 'kept-to-blue');
  const copy = (source: CreateVolume['source']) =>
    createVolume(rig.selfService.making, tenant(red), {
      body: { ...emptyVolume('copied', red), instance: own, source },
      idempotencyKey: undefined,
    });
  await expect(copy({ from: 'volume', volume: foreign })).rejects.toMatchObject({
    reasons: [{ code: 'resource.not-found', field: 'source.volume' }],
  });
  const image = [...rows(store(), 'image')].find(({ format }) => format === 'qcow2')?.id ?? '';
  await expect(copy({ from: 'image', image, discard: true })).rejects.toMatchObject({
    reasons: expect.arrayContaining([
      expect.objectContaining({ code: 'permission.denied', field: 'source.discard' }),
    ]),
  });
});

it('LA-12: networks are offered by an administrator, and seen by all then', async () => {
  const network = [...rows(store(), 'network')].find(({ project }) => project === null);
  if (network === undefined) throw new Error('The data centre has no network');
  const { owners } = rig.selfService;
  await owners.offer(network, false);
  expect(tenant(red).scope.sees(row(store(), 'network', network.id) ?? network)).toBe(false);
  await owners.offer(network, true);
  expect(tenant(red).scope.sees(row(store(), 'network', network.id) ?? network)).toBe(true);
  await launched('online', red);
  expect(named('instance', 'online')?.networks).toEqual([network.id]);
});

it('LA-15: an instance is shown to its project as soon as it has an id, and is gone when it fails', async () => {
  const launch = async (name: string) =>
    (await rig.selfService.launch.launch(tenant(red), { launch: rig.wish(name, { project: red }) }))
      .operation;
  const hung = await launch('hang-create-shown');
  await rig.until('it is shown', () => named('instance', 'hang-create-shown') !== undefined);
  const shown = named('instance', 'hang-create-shown');
  expect(shown).toMatchObject({ status: 'creating', project: red, memoryMiB: 1024, vcpus: 1 });
  // It counts once: as what is shown, no longer as what is reserved.
  const { instances } = (await rig.selfService.quota.of(red)).items;
  expect(instances.reserved).toBe(0);
  const refused = act(red, shown?.id ?? '', { action: 'delete', args: {} });
  await expect(refused).rejects.toMatchObject({ reasons: [{ code: 'state.busy' }] });
  await rig.selfService.operations.cancel(tenant(red), hung.id);
  await rig.until('it is gone', () => named('instance', 'hang-create-shown') === undefined);
  await rig.quiet();
});
