import { beforeEach, describe, expect, it } from 'vitest';
import { Store } from '../inventory/store.ts';
import type { DatastoreFacts, HostFacts, VmFacts } from '../map/facts.ts';
import { otherDatastore, reasonsFor, type Way } from './rules.ts';

const gib = 2 ** 30;
const seen = { asOf: '2026-01-01T00:00:00.000Z', source: 'poll' as const };
const ref = (type: string, value: string) => ({ type, value });
const mounts = (...hosts: string[]) => hosts.map(host => ({ key: ref('HostSystem', host) }));

const hardware = (memoryGib: number, cpuModel = 'Intel Xeon') => ({
  cpuModel,
  numCpuThreads: 8,
  memorySize: memoryGib * gib,
});
const disk = (datastore: string) => ({
  ...{ key: 1, type: 'VirtualDisk', label: 'disk', bus: 'scsi', file: '[ds] a.vmdk' },
  ...{ native: 'disk-1', datastore, capacityBytes: 10 * gib, hasSnapshot: false },
});

let store: Store;
let vm: VmFacts;
let host: (name: string) => HostFacts;
let datastore: (name: string) => DatastoreFacts;

function found<F>(facts: F | null | undefined): F {
  if (!facts) throw new Error('The scene has no such thing');
  return facts;
}

beforeEach(() => {
  store = new Store();
  const addHost = (name: string, changes: Record<string, unknown> = {}) =>
    store.apply(
      ref('HostSystem', name),
      // What a test says of a host is what the wire could say.
      {
        parent: ref('ClusterComputeResource', 'c1'),
        'summary.hardware': hardware(64),
        ...(changes as object),
      },
      seen,
    );
  for (const c of ['c1', 'c2']) store.apply(ref('ClusterComputeResource', c), { name: c }, seen);
  addHost('here');
  addHost('there');
  addHost('small', { 'summary.hardware': hardware(2) });
  addHost('amd', { 'summary.hardware': hardware(64, 'AMD EPYC') });
  addHost('away', { 'runtime.inMaintenanceMode': true });
  addHost('lost', { 'runtime.connectionState': 'notResponding' });
  addHost('other', { parent: ref('ClusterComputeResource', 'c2') });
  store.apply(ref('Datastore', 'ds1'), { name: 'ds1', host: mounts('here', 'there', 'small', 'amd') }, seen);
  const summary = { accessible: true, freeSpace: 100 * gib };
  store.apply(ref('Datastore', 'ds2'), { name: 'ds2', summary, host: mounts('here', 'other') }, seen);
  store.apply(ref('Network', 'n1'), { name: 'vlan 5', host: [ref('HostSystem', 'here')] }, seen);
  const machine = {
    'runtime.host': ref('HostSystem', 'here'),
    'runtime.powerState': 'poweredOn',
    'config.hardware.numCPU': 2,
    'config.hardware.memoryMB': 4096,
  };
  store.apply(ref('VirtualMachine', 'vm-1'), machine, seen);
  vm = found(store.vm('vm-1'));
  store.setDevices(vm, { disks: [disk('ds1')], nics: [] });
  host = name => found(store.host(ref('HostSystem', name)));
  datastore = name => found(store.datastore(name));
});

const codes = (to: string, way: Way = 'live', onto: DatastoreFacts | null = null) =>
  reasonsFor({ store, vm, to: host(to), way, datastore: onto }).map(r => `${r.severity} ${r.code}`);

describe('what speaks against a move', () => {
  it('nothing, to a host like its own that sees its disks', () => {
    expect(codes('there')).toEqual([]);
    expect(codes('there', 'cold')).toEqual([]);
  });

  it.each([
    ['here', 'live', ['blocks same-host']],
    ['away', 'live', ['blocks host-maintenance', 'blocks storage-not-shared']],
    ['lost', 'live', ['blocks host-unreachable', 'blocks storage-not-shared']],
    ['small', 'live', ['blocks memory']],
    ['small', 'cold', ['blocks memory']],
    ['amd', 'live', ['blocks cpu-features']],
    ['amd', 'cold', []],
    ['other', 'live', ['blocks storage-not-shared', 'warns other-cluster']],
    ['there', 'block', ['blocks storage-space']],
  ] as const)('to %s, %s: %j', (to, way, expected) => {
    expect(codes(to, way)).toEqual(expected);
  });

  it('with its disks it goes where there is room for them', () => {
    expect(otherDatastore({ store, vm, to: host('other') })?.name).toBe('ds2');
    expect(codes('other', 'block', datastore('ds2'))).toEqual(['warns other-cluster']);
    store.apply(ref('Datastore', 'ds2'), { summary: { freeSpace: gib } }, seen);
    expect(otherDatastore({ store, vm, to: host('other') })).toBeNull();
    expect(codes('other', 'block', datastore('ds2'))).toContain('blocks storage-space');
    expect(codes('there', 'block', datastore('ds2'))).toContain('blocks storage-pool-missing');
  });

  it('says what was needed and what was found', () => {
    const [memory] = reasonsFor({ store, vm, to: host('small'), way: 'live', datastore: null });
    expect(memory).toMatchObject({ needed: '4 GiB', found: '2 GiB' });
    host('there').metrics = {
      cpuPercent: 1,
      memoryUsedMiB: 62 * 1024,
      diskBytesPerSecond: null,
      networkBytesPerSecond: null,
    };
    const [tight] = reasonsFor({ store, vm, to: host('there'), way: 'live', datastore: null });
    expect(tight).toMatchObject({ severity: 'warns', code: 'memory', found: '2 GiB free' });
  });

  it('its networks must be there while it runs', () => {
    vm.networks = [ref('Network', 'n1')];
    expect(codes('there')).toEqual(['blocks network-missing']);
    expect(codes('there', 'cold')).toEqual(['warns network-missing']);
  });

  it('one that is off moves cold only, and one that is being moved not at all', () => {
    vm.power = 'poweredOff';
    expect(codes('there')).toEqual(['blocks power-state']);
    expect(codes('there', 'cold')).toEqual([]);
    vm.migrating = true;
    expect(codes('there', 'cold')).toEqual(['blocks busy']);
  });
});
