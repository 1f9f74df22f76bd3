import type { Instance } from '@orrery/contract/resources/instance.ts';
import type { Seen } from '@orrery/provider-kit/seen.ts';
import { nativeIds } from '../ids.ts';
import type { Seat, SwarmFacts } from './swarm-facts.ts';

export interface ContainerState {
  /** The engine's word: created, running, paused, restarting, removing, exited, dead. */
  status: string;
  exitCode: number;
  oomKilled: boolean;
  /** Why it could not be started; empty otherwise. */
  error: string;
  startedAt: string | null;
}

export interface ContainerMount {
  type: string;
  /** Name of the volume; null for binds and tmpfs. */
  volume: string | null;
  source: string;
  destination: string;
  readOnly: boolean;
}

export interface ContainerNetwork {
  name: string;
  /** Empty until the container has first been started. */
  id: string;
  mac: string | null;
  addresses: { address: string; version: 4 | 6 }[];
}

export interface ContainerFacts extends Seen {
  id: string;
  name: string;
  /** As it was asked for: a reference, or an id. */
  image: string;
  imageId: string;
  labels: Readonly<Record<string, string>>;
  createdAt: string | null;
  state: ContainerState;
  health: Instance['health'];
  restartPolicy: string;
  autoRemove: boolean;
  /** Processors it may use; null: all of its host. */
  cpus: number | null;
  /** Bytes it may use; null: all of its host. */
  memoryBytes: number | null;
  /** Bytes of memory and swap together, as the engine keeps it: 0 unset, -1 unlimited. */
  memorySwapBytes: number;
  /** Its limit is kept as quota and period, not as processors; the engine takes one of the two only. */
  usesCpuQuota: boolean;
  stopSignal: string | null;
  /** Seconds that it is given to end; null: the engine's ten. */
  stopTimeout: number | null;
  mounts: ContainerMount[];
  networks: ContainerNetwork[];
  /** Ports of the host that it publishes ports of its own at. */
  hostPorts: string[];
}

export interface VolumeFacts extends Seen {
  name: string;
  driver: string;
  mountpoint: string;
  labels: Readonly<Record<string, string>>;
}

export interface NetworkFacts extends Seen {
  id: string;
  name: string;
  driver: string;
  scope: string;
  internal: boolean;
  bridge: string | null;
  vlan: number | null;
  cidrs: string[];
  labels: Readonly<Record<string, string>>;
}

export interface ImageFacts extends Seen {
  id: string;
  tags: string[];
  sizeBytes: number;
  createdAt: string | null;
  labels: Readonly<Record<string, string>>;
}

export interface HostFacts extends Seen {
  /** As the engine tells it. */
  engineName: string;
  /** Such as Docker 26.1.5. */
  version: string;
  apiVersion: string;
  /** Speaks Docker's API in its own way. */
  isPodman: boolean;
  runtime: string;
  architecture: string;
  threads: number;
  memoryMiB: number;
  /** Where the engine keeps its things; null when it does not say. */
  rootDir: string | null;
}

export interface InstanceMetrics {
  cpuPercent: number | null;
  memoryUsedMiB: number | null;
  diskBytesPerSecond: number | null;
  networkBytesPerSecond: number | null;
}

/** Everything known of one engine. Kept while it is out of reach. */
export interface HostRecord {
  name: string;
  address: string;
  facts: HostFacts;
  /** Null while the connection stands, else why it does not. */
  lost: string | null;
  lastSeenAt: string | null;
  latencyMs: number | null;
  containers: Map<string, ContainerFacts>;
  volumes: Map<string, VolumeFacts>;
  /** By id. */
  networks: Map<string, NetworkFacts>;
  images: Map<string, ImageFacts>;
  /** Bytes in each volume, as last measured. */
  volumeSizes: Map<string, number>;
  metrics: Map<string, InstanceMetrics>;
  /** Its node id in its swarm; null: it is in none. */
  member: string | null;
  /** Of managers: what they tell of their swarm. */
  swarm: SwarmFacts | null;
  seat: Seat;
}

export function newHostRecord(name: string, address: string, facts: HostFacts): HostRecord {
  return {
    name,
    address,
    facts,
    lost: null,
    lastSeenAt: null,
    latencyMs: null,
    containers: new Map(),
    volumes: new Map(),
    networks: new Map(),
    images: new Map(),
    volumeSizes: new Map(),
    metrics: new Map(),
    member: null,
    swarm: null,
    seat: { cluster: nativeIds.cluster, clusterName: '', node: null },
  };
}
