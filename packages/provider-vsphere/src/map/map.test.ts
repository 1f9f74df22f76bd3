import type { VimObject } from '@orrery/vim25/values.ts';
import { describe, expect, it } from 'vitest';
import { readDevices } from './devices.ts';
import { markKeys, markOf, writeTags } from './mark.ts';
import { powerOf } from './power.ts';
import { applyChanges, decodedName, instant } from './read.ts';
import { newVm, vmReaders } from './vm.ts';

const seen = { asOf: '2026-01-01T00:00:00.000Z', source: 'poll' as const };
const vm = () => newVm({ type: 'VirtualMachine', value: 'vm-1' }, seen);
const snapshot = (value: string) => ({ type: 'VirtualMachineSnapshot', value });
const datastore = { type: 'Datastore', value: 'datastore-9' };

describe('machines', () => {
  it('are what their properties say, and forget what is not set any more', () => {
    const facts = vm();
    applyChanges(vmReaders, facts, {
      name: 'a%2fb',
      'config.hardware.numCPU': 4,
      'runtime.powerState': 'poweredOn',
      'config.annotation': 'words',
      'guest.ipAddress': '10.0.0.1',
      'a.path.nobody.asked.for': 1,
    });
    expect(facts).toMatchObject({ name: 'a/b', vcpus: 4, power: 'poweredOn', annotation: 'words' });
    applyChanges(vmReaders, facts, { 'config.annotation': undefined, 'guest.ipAddress': undefined });
    expect(facts).toMatchObject({ annotation: '', address: null, name: 'a/b' });
  });

  it('have a tree of snapshots, also where a list of one is its only element', () => {
    const facts = vm();
    applyChanges(vmReaders, facts, {
      snapshot: {
        currentSnapshot: snapshot('snapshot-2'),
        rootSnapshotList: {
          snapshot: snapshot('snapshot-1'),
          name: 'one',
          state: 'poweredOff',
          createTime: '2026-01-01T00:00:00Z',
          childSnapshotList: { snapshot: snapshot('snapshot-2'), name: 'two', state: 'poweredOn' },
        },
      },
    });
    expect(facts.snapshots.map(s => [s.name, s.parent?.value ?? null])).toEqual([
      ['one', null],
      ['two', 'snapshot-1'],
    ]);
    expect(facts.currentSnapshot).toEqual(snapshot('snapshot-2'));
  });

  it('out of reach of vCenter have no state that is known', () => {
    expect(powerOf({ power: 'poweredOn', connection: 'connected' })).toBe('running');
    expect(powerOf({ power: 'poweredOn', connection: 'disconnected' })).toBe('unknown');
    expect(powerOf({ power: 'new word', connection: 'connected' })).toBe('unknown');
  });
});

describe('devices', () => {
  const backing = (file: string, parent?: VimObject): VimObject => ({
    $type: 'VirtualDiskFlatVer2BackingInfo',
    fileName: `[ds] web/${file}`,
    datastore,
    ...(parent ? { parent } : {}),
  });
  const disk = (value: VimObject): VimObject => ({
    $type: 'VirtualDisk',
    key: '2000',
    controllerKey: '1000',
    capacityInKB: '1024',
    backing: value,
  });
  const controller = { $type: 'VirtualLsiLogicSASController', key: '1000' };

  it('a disk keeps its id when snapshots are taken', () => {
    const [plain] = readDevices([controller, disk(backing('d.vmdk'))]).disks;
    const chained = backing('d-000002.vmdk', backing('d-000001.vmdk', backing('d.vmdk')));
    const [snapped] = readDevices([controller, disk(chained)]).disks;
    expect(snapped?.native).toBe(plain?.native);
    expect(plain).toMatchObject({ bus: 'scsi', capacityBytes: 1_048_576, datastore: 'datastore-9' });
  });

  it('ids name no path and no datastore, and tell datastores apart', () => {
    const [one] = readDevices(disk(backing('d.vmdk'))).disks;
    const elsewhere = { ...backing('d.vmdk'), datastore: { type: 'Datastore', value: 'datastore-10' } };
    const [two] = readDevices(disk(elsewhere)).disks;
    expect(one?.native).toMatch(/^disk-[0-9a-f]{16}$/);
    expect(two?.native).not.toBe(one?.native);
  });

  it('interfaces know their network, distributed or not', () => {
    const nic = (value: VimObject): VimObject => ({
      $type: 'VirtualVmxnet3',
      key: '4000',
      macAddress: '00:50:56:00:00:01',
      backing: value,
    });
    const network = { type: 'Network', value: 'network-7' };
    const { nics } = readDevices([
      nic({ port: { portgroupKey: 'dvportgroup-3' } }),
      nic({ deviceName: 'VM Network', network }),
    ]);
    expect(nics.map(n => n.network)).toEqual([
      { type: 'DistributedVirtualPortgroup', value: 'dvportgroup-3' },
      network,
    ]);
  });
});

describe('marks', () => {
  const keys = markKeys([
    { key: 7, name: 'orrery.project', type: 'VirtualMachine' },
    { key: 8, name: 'orrery.tags', type: 'VirtualMachine' },
    { key: 9, name: 'orrery.title', type: 'HostSystem' },
  ]);

  it('are found by name, for machines only', () => {
    expect(keys).toEqual({ project: 7, tags: 8 });
  });

  it('come back to the letter, and what others wrote there is no tag', () => {
    const tags = ['a b', '<i>', '"', '界'];
    const custom = new Map([
      [7, 'project-1'],
      [8, writeTags(tags)],
    ]);
    expect(markOf({ custom }, keys)).toEqual({
      project: 'project-1',
      title: null,
      tags,
      flavor: null,
      image: null,
    });
    for (const text of ['not json', '{"a":1}', '[1, null]', ''])
      expect(markOf({ custom: new Map([[8, text]]) }, keys).tags).toEqual([]);
  });
});

describe('words', () => {
  it('of vCenter are unescaped once', () => {
    expect(decodedName('50%25 a%2fb%5Cc%20')).toBe('50% a/b\\c%20');
    expect(instant('2026-11-22T06:24:16.253861737Z')).toBe('2026-11-22T06:24:16.253Z');
    expect(instant('soon')).toBeNull();
  });
});
