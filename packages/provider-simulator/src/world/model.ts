import type { Alarm } from '@orrery/contract/resources/alarm.ts';
import type { InstanceStatus, PowerState } from '@orrery/contract/resources/instance.ts';
import type { Role } from './roles.ts';

/** The simulator's own objects: small, shared where they can be, mapped to the contract only when asked for. */

export interface SimCluster {
  kind: 'cluster';
  native: string;
  name: string;
  /** What its hosts run. */
  runs: 'vm' | 'container';
  hosts: SimHost[];
  pools: SimPool[];
  networks: SimNetwork[];
}

export interface HostModel {
  cpuModel: string;
  cpuVendor: string;
  sockets: number;
  coresPerSocket: number;
  mhz: number;
  memoryMiB: number;
}

export interface SimHost {
  kind: 'host';
  native: string;
  name: string;
  index: number;
  cluster: SimCluster;
  model: HostModel;
  address: string;
  maintenance: boolean;
  /** False while its management connection is cut; its instances run on. */
  reachable: boolean;
  flaky: boolean;
  instances: Set<SimInstance>;
  /** Where its instances' disks go. */
  pools: { fast: SimPool | null; bulk: SimPool | null };
}

export interface SimInstance {
  kind: 'instance';
  native: string;
  /** Key of its noise; also its place in the address plan. */
  index: number;
  instanceKind: 'vm' | 'container';
  name: string;
  title: string | null;
  description: string | null;
  tags: readonly string[];
  securityGroups: readonly string[];
  project: string | null;
  host: SimHost;
  powerState: PowerState;
  /** The transition that runs now. */
  task: InstanceStatus | null;
  vcpus: number;
  memoryMiB: number;
  role: Role;
  /** Key of the application it belongs to: instances of one group rise and fall together. */
  group: number;
  image: SimImage | null;
  /** Name of a flavor of its own, or id of one of Orrery's; null: a size by hand. */
  flavor: string | null;
  volumes: SimVolume[];
  networks: SimNetwork[];
  autostart: boolean;
  hasSavedState: boolean;
  createdAt: number;
  startedAt: number | null;
  /** Guest agent answers from this time on; 0 when it always did. */
  agentFrom: number;
  /** Times that its guest has booted. */
  boots: number;
  cpuPercent: number;
  memoryUsedMiB: number;
}

export interface SimImage {
  kind: 'image';
  native: string;
  name: string;
  os: string;
  format: 'qcow2' | 'oci';
  sizeBytes: number;
  virtualSizeBytes: number;
  createdAt: number;
  /** Its id in Orrery's catalogue; null: the data centre's own. */
  catalogue: string | null;
}

export interface SimVolume {
  kind: 'volume';
  native: string;
  name: string;
  pool: SimPool;
  capacityBytes: number;
  usedBytes: number;
  attachedTo: SimInstance | null;
  backing: SimImage | null;
  /** Its owner while nothing uses it. */
  project: string | null;
}

export interface SimPool {
  kind: 'storage-pool';
  native: string;
  name: string;
  type: string;
  cluster: SimCluster;
  /** Hosts that see it. */
  hosts: readonly SimHost[];
  status: 'active' | 'inactive';
  capacityBytes: number;
  volumes: Set<SimVolume>;
  /** Sums over its volumes, kept up to date by `addVolume` and `discardVolume`. */
  usedBytes: number;
  promisedBytes: number;
}

export interface SimNetwork {
  kind: 'network';
  native: string;
  name: string;
  index: number;
  type: 'bridged' | 'nat' | 'isolated' | 'overlay';
  cluster: SimCluster;
  status: 'active' | 'inactive';
  vlan: number | null;
  dhcp: boolean;
  instances: Set<SimInstance>;
  project: string | null;
  /** Null: its place in the address plan. */
  cidr: string | null;
}

export interface SimSnapshot {
  kind: 'snapshot';
  native: string;
  name: string;
  description: string | null;
  instance: SimInstance;
  withMemory: boolean;
  /** The one that its disks stand on now. */
  current: boolean;
  parent: string | null;
  sizeBytes: number;
  createdAt: number;
  /** What revert brings back. */
  saved: { powerState: PowerState; vcpus: number; memoryMiB: number };
}

/** A move that the cluster's own balancer would make. */
export interface SimRecommendation {
  kind: 'recommendation';
  native: string;
  /** That of the instance. */
  name: string;
  instance: SimInstance;
  from: SimHost;
  to: SimHost;
  priority: number;
  reason: string;
  /** Percentage points of imbalance. */
  gain: number;
  createdAt: number;
  expiresAt: number;
}

export interface SimAlarm {
  kind: 'alarm';
  native: string;
  name: string;
  description: string;
  target: SimHost | SimPool | SimInstance;
  severity: Alarm['severity'];
  raisedAt: number;
  acknowledgedAt: number | null;
}

export type SimResource =
  | SimCluster
  | SimHost
  | SimInstance
  | SimImage
  | SimVolume
  | SimPool
  | SimNetwork
  | SimSnapshot
  | SimRecommendation
  | SimAlarm;
