import type { Cluster } from '@orrery/contract/resources/cluster.ts';
import type { Seen } from '@orrery/provider-kit/seen.ts';
import type { Allocation, PoolGroup } from '@orrery/contract/resources/structure.ts';
import type { MoRef } from '@orrery/vim25/values.ts';

interface Known {
  ref: MoRef;
  native: string;
  name: string;
  seen: Seen;
}

export interface SnapshotFacts {
  ref: MoRef;
  name: string;
  description: string;
  createdAt: string | null;
  /** Power state then: one that was on was taken with its memory, or it is off after a revert. */
  state: string;
  parent: MoRef | null;
}

export interface DiskFacts {
  key: number;
  type: string;
  label: string;
  bus: string | null;
  native: string | null;
  /** `[datastore] folder/file.vmdk`, the file it began as. */
  file: string | null;
  datastore: string | null;
  capacityBytes: number | null;
  hasSnapshot: boolean;
}

export interface NicFacts {
  key: number;
  mac: string | null;
  model: string;
  /** Key of the network among those that are watched. */
  network: MoRef | null;
  networkName: string | null;
  connected: boolean | null;
}

/** Disks and interfaces, read apart: they are half of all that a VM is. */
export interface Devices {
  disks: DiskFacts[];
  nics: NicFacts[];
}

/** A first-class disk: it has a life of its own. */
export interface VolumeFacts {
  /** The same as that of the disk that a VM has with its file. */
  native: string;
  key: { datastore: MoRef; id: string };
  name: string;
  /** Of the operation that made it here; null: made by others. */
  stamp: string | null;
  file: string;
  capacityBytes: number;
  createdAt: string | null;
  seen: Seen;
}

export interface Measured {
  cpuPercent: number | null;
  memoryUsedMiB: number | null;
  diskBytesPerSecond: number | null;
  networkBytesPerSecond: number | null;
}

export interface VmFacts extends Known {
  template: boolean;
  /** The operation that made it here, or whatever vCenter has given it. */
  uuid: string | null;
  /** Changes with each change of the configuration. */
  version: string;
  annotation: string;
  vcpus: number;
  memoryMiB: number;
  guest: string | null;
  firmware: string | null;
  host: MoRef | null;
  /** Its folder; those of a vApp have none. */
  parent: MoRef | null;
  resourcePool: MoRef | null;
  power: string;
  connection: string;
  startedAt: string | null;
  createdAt: string | null;
  address: string | null;
  tools: string;
  custom: ReadonlyMap<number, string>;
  snapshots: SnapshotFacts[];
  currentSnapshot: MoRef | null;
  networks: MoRef[];
  sizeBytes: number | null;
  devices: Devices | null;
  metrics: Measured | null;
  /** A move is under way, by the events. */
  migrating: boolean;
}

export interface HostFacts extends Known {
  parent: MoRef | null;
  connection: string;
  maintenance: boolean;
  /** It is being emptied for it, on our behalf. */
  entering: boolean;
  vendor: string | null;
  cpuModel: string | null;
  sockets: number | null;
  cores: number | null;
  threads: number;
  cpuMhz: number | null;
  memoryMiB: number;
  product: string | null;
  version: string | null;
  metrics: Measured | null;
}

export interface ClusterFacts extends Known {
  parent: MoRef | null;
  balancer: Cluster['balancer'];
  availability: Cluster['availability'];
  cpuBaseline: string | null;
}

/** A folder, a data centre, or what a host without a cluster stands in. */
export interface ContainerFacts extends Known {
  parent: MoRef | null;
}

/** A datastore cluster. */
export interface PodFacts extends ContainerFacts {
  capacityBytes: number | null;
  freeBytes: number | null;
  balancer: PoolGroup['balancer'];
}

/** A resource pool or a vApp; the one that is the whole of its cluster, too. */
export interface ResourcePoolFacts extends ContainerFacts {
  owner: MoRef | null;
  cpu: Allocation;
  memory: Allocation;
}

export interface DatastoreFacts extends Known {
  parent: MoRef | null;
  type: string;
  accessible: boolean;
  shared: boolean;
  capacityBytes: number | null;
  freeBytes: number | null;
  url: string | null;
  hosts: MoRef[];
}

export interface NetworkFacts extends Known {
  parent: MoRef | null;
  vlan: number | null;
  hosts: MoRef[];
}
