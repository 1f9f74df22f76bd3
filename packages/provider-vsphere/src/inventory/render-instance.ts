import { isIPv6 } from 'node:net';
import type { Instance } from '@orrery/contract/resources/instance.ts';
import type { Reported } from '@orrery/provider-kit/reported.ts';
import { idOf } from '@orrery/provider-kit/ids.ts';
import type { DiskFacts, NicFacts, VmFacts } from '../map/facts.ts';
import { markOf } from '../map/mark.ts';
import { powerOf, statusOf } from '../map/power.ts';
import { standingOfVm } from './render-structure.ts';
import type { Scene } from './scene.ts';

const unique = (ids: (string | null)[]): string[] => [...new Set(ids.filter(id => id !== null))];

const agents: Readonly<Record<string, Instance['agent']>> = {
  guestToolsRunning: 'connected',
  guestToolsExecutingScripts: 'connected',
  guestToolsNotRunning: 'disconnected',
};

const noMetrics = {
  cpuPercent: null,
  memoryUsedMiB: null,
  diskBytesPerSecond: null,
  networkBytesPerSecond: null,
};

const renderDisk = ({ backend }: Scene, disk: DiskFacts): Instance['disks'][number] => ({
  device: disk.label,
  kind: 'disk',
  bus: disk.bus,
  volume: disk.native === null ? null : idOf(backend, disk.native),
  source: disk.file,
  format: 'vmdk',
  capacityBytes: disk.capacityBytes,
  readOnly: false,
});

function renderNic({ backend, store }: Scene, nic: NicFacts): Instance['interfaces'][number] {
  const network = store.network(nic.network);
  return {
    mac: nic.mac,
    model: nic.model,
    network: network ? idOf(backend, network.native) : null,
    networkName: network?.name ?? nic.networkName,
    linkUp: nic.connected,
  };
}

function addressesOf({ address, devices, power }: VmFacts): Instance['addresses'] {
  if (address === null || address === '' || power !== 'poweredOn') return [];
  const only = devices?.nics.length === 1 ? (devices.nics[0]?.mac ?? null) : null;
  return [{ address, version: isIPv6(address) ? 6 : 4, mac: only, from: 'agent' }];
}

export function renderInstance(scene: Scene, vm: VmFacts): Reported<'instance'> {
  const { backend, store, keys } = scene;
  const host = store.host(vm.host);
  const cluster = store.clusterOf(host);
  const disks = (vm.devices?.disks ?? []).map(disk => renderDisk(scene, disk));
  const networks = vm.networks.map(ref => store.network(ref));
  const running = vm.power === 'poweredOn';
  return {
    id: idOf(backend, vm.native),
    backend,
    kind: 'instance',
    name: vm.name,
    ...markOf(vm, keys),
    ...vm.seen,
    status: statusOf(vm),
    instanceKind: 'vm',
    host: host ? idOf(backend, host.native) : null,
    hostName: host?.name ?? null,
    cluster: cluster ? idOf(backend, cluster.native) : null,
    ...standingOfVm(scene, vm),
    resourcePool: store.structure.poolPath(vm.resourcePool),
    powerState: powerOf(vm),
    vcpus: vm.vcpus,
    memoryMiB: vm.memoryMiB,
    addresses: addressesOf(vm),
    volumes: unique(disks.map(d => d.volume)),
    networks: unique(networks.map(n => (n ? idOf(backend, n.native) : null))),
    ...(running ? (vm.metrics ?? noMetrics) : noMetrics),
    description: vm.annotation === '' ? null : vm.annotation,
    persistent: true,
    autostart: null,
    hasSavedState: vm.power === 'suspended',
    agent: agents[vm.tools] ?? 'absent',
    health: null,
    architecture: null,
    machineType: null,
    firmware: vm.firmware,
    disks,
    interfaces: (vm.devices?.nics ?? []).map(nic => renderNic(scene, nic)),
    consoles: [],
    createdAt: vm.createdAt,
    startedAt: running ? vm.startedAt : null,
  };
}
