import { customValues } from '@orrery/vim25/methods/custom-fields.ts';
import {
  asBoolean,
  asNumber,
  asObject,
  asObjects,
  asRef,
  asRefs,
  asText,
  type MoRef,
  type VimObject,
  type VimValue,
} from '@orrery/vim25/values.ts';
import { nativeOfRef } from '../ids.ts';
import type { SnapshotFacts, VmFacts } from './facts.ts';
import type { Seen } from '@orrery/provider-kit/seen.ts';
import { decodedName, instant, type Readers } from './read.ts';

export const newVm = (ref: MoRef, seen: Seen): VmFacts => ({
  ref,
  native: nativeOfRef(ref),
  name: ref.value,
  seen,
  template: false,
  uuid: null,
  version: '',
  annotation: '',
  vcpus: 0,
  memoryMiB: 0,
  guest: null,
  firmware: null,
  host: null,
  parent: null,
  resourcePool: null,
  power: '',
  connection: 'connected',
  startedAt: null,
  createdAt: null,
  address: null,
  tools: '',
  custom: new Map(),
  snapshots: [],
  currentSnapshot: null,
  networks: [],
  sizeBytes: null,
  devices: null,
  metrics: null,
  migrating: false,
});

function snapshotTree(nodes: readonly VimObject[], parent: MoRef | null): SnapshotFacts[] {
  return nodes.flatMap(node => {
    const ref = asRef(node['snapshot']);
    if (!ref) return [];
    const one: SnapshotFacts = {
      ref,
      name: decodedName(asText(node['name']) ?? ref.value),
      description: asText(node['description']) ?? '',
      createdAt: instant(asText(node['createTime'])),
      state: asText(node['state']) ?? '',
      parent,
    };
    return [one, ...snapshotTree(asObjects(node['childSnapshotList']), ref)];
  });
}

function readSnapshots(vm: VmFacts, value: VimValue | undefined): void {
  const info = asObject(value);
  vm.snapshots = snapshotTree(asObjects(info?.['rootSnapshotList']), null);
  vm.currentSnapshot = asRef(info?.['currentSnapshot']);
}

/** What is watched of each VM: leaves only, some 2 KB. Disks and interfaces are read when the version changes. */
export const vmReaders: Readers<VmFacts> = {
  name: (vm, value) => {
    vm.name = decodedName(asText(value) ?? vm.ref.value);
  },
  'config.template': (vm, value) => {
    vm.template = asBoolean(value) ?? false;
  },
  'config.instanceUuid': (vm, value) => {
    vm.uuid = asText(value);
  },
  'config.changeVersion': (vm, value) => {
    vm.version = asText(value) ?? '';
  },
  'config.annotation': (vm, value) => {
    vm.annotation = asText(value) ?? '';
  },
  'config.hardware.numCPU': (vm, value) => {
    vm.vcpus = asNumber(value) ?? 0;
  },
  'config.hardware.memoryMB': (vm, value) => {
    vm.memoryMiB = asNumber(value) ?? 0;
  },
  'config.guestFullName': (vm, value) => {
    vm.guest = asText(value);
  },
  'config.firmware': (vm, value) => {
    vm.firmware = asText(value);
  },
  'config.createDate': (vm, value) => {
    vm.createdAt = instant(asText(value));
  },
  'runtime.host': (vm, value) => {
    vm.host = asRef(value);
  },
  parent: (vm, value) => {
    vm.parent = asRef(value);
  },
  resourcePool: (vm, value) => {
    vm.resourcePool = asRef(value);
  },
  'runtime.powerState': (vm, value) => {
    vm.power = asText(value) ?? '';
  },
  'runtime.connectionState': (vm, value) => {
    vm.connection = asText(value) ?? 'connected';
  },
  'summary.runtime.bootTime': (vm, value) => {
    vm.startedAt = instant(asText(value));
  },
  'guest.ipAddress': (vm, value) => {
    vm.address = asText(value);
  },
  'guest.toolsRunningStatus': (vm, value) => {
    vm.tools = asText(value) ?? '';
  },
  customValue: (vm, value) => {
    vm.custom = customValues(value);
  },
  snapshot: readSnapshots,
  network: (vm, value) => {
    vm.networks = asRefs(value);
  },
  'summary.storage.committed': (vm, value) => {
    vm.sizeBytes = asNumber(value);
  },
};
