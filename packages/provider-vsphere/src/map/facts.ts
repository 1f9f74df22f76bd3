import type { FactSource } from '@orrery/contract/resources/base.ts';
import type { MoRef } from '@orrery/vim25/values.ts';

export interface Seen {
  asOf: string;
  source: FactSource;
}

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

export interface ClusterFacts extends Known {}

export interface DatastoreFacts extends Known {
  type: string;
  accessible: boolean;
  shared: boolean;
  capacityBytes: number | null;
  freeBytes: number | null;
  url: string | null;
  hosts: MoRef[];
}

export interface NetworkFacts extends Known {
  vlan: number | null;
  hosts: MoRef[];
}
