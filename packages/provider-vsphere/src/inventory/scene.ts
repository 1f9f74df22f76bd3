import { refKey } from '@orrery/vim25/values.ts';
import type { VmFacts } from '../map/facts.ts';
import type { MarkKeys } from '../map/mark.ts';
import type { Store } from './store.ts';

/** What it takes to describe an object in Orrery's words. */
export interface Scene {
  backend: string;
  store: Store;
  keys: MarkKeys;
}

/** Sums over the VMs of a host or a cluster. Templates are no instances. */
export interface Sums {
  instanceCount: number;
  runningCount: number;
  vcpusPromised: number;
  memoryPromisedMiB: number;
}

export const noSums: Readonly<Sums> = {
  instanceCount: 0,
  runningCount: 0,
  vcpusPromised: 0,
  memoryPromisedMiB: 0,
};

export interface Totals {
  /** By key of the host. */
  hosts: ReadonlyMap<string, Sums>;
  /** Instances by key of the network. */
  networks: ReadonlyMap<string, number>;
  /** Instances by key of the resource pool that they are directly in. */
  resourcePools: ReadonlyMap<string, number>;
  /** By id of the datastore: virtual sizes and number of disks. */
  datastores: ReadonlyMap<string, { promisedBytes: number; volumeCount: number }>;
}

function add(sums: Sums, vm: VmFacts): void {
  sums.instanceCount++;
  if (vm.power !== 'poweredOn') return;
  sums.runningCount++;
  sums.vcpusPromised += vm.vcpus;
  sums.memoryPromisedMiB += vm.memoryMiB;
}

/** One walk over all VMs and disks: some milliseconds for ten thousand. */
export function totalsOf(store: Store): Totals {
  const hosts = new Map<string, Sums>();
  const networks = new Map<string, number>();
  const resourcePools = new Map<string, number>();
  const datastores = new Map<string, { promisedBytes: number; volumeCount: number }>();
  for (const vm of store.vms.values()) {
    if (vm.template) continue;
    const host = vm.host?.value ?? '';
    const sums = hosts.get(host) ?? { ...noSums };
    hosts.set(host, sums);
    add(sums, vm);
    const pool = vm.resourcePool === null ? '' : refKey(vm.resourcePool);
    resourcePools.set(pool, (resourcePools.get(pool) ?? 0) + 1);
    for (const { value } of vm.networks) networks.set(value, (networks.get(value) ?? 0) + 1);
  }
  for (const { disk } of store.disks.values()) {
    const known = datastores.get(disk.datastore ?? '') ?? { promisedBytes: 0, volumeCount: 0 };
    known.promisedBytes += disk.capacityBytes ?? 0;
    known.volumeCount++;
    datastores.set(disk.datastore ?? '', known);
  }
  return { hosts, networks, resourcePools, datastores };
}
