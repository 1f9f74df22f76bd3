/** What placement knows of a host. Made by the caller from its inventory and from what is under way. */
export interface PlaceHost {
  id: string;
  name: string;
  backend: string;
  /** Name of the zone; null when it is in none. */
  zone: string | null;
  up: boolean;
  /** Why it is not up, for those who may know. */
  reason: string | null;
  /** Not confirmed within its promise. */
  stale: boolean;
  /** What it can carry; null when that is not known. */
  runs: readonly InstanceKind[] | null;
  architecture: string | null;
  /** Logical processors. */
  threads: number;
  memoryMiB: number;
  /** Sums over what runs there, and over what is being made there. */
  promised: { vcpus: number; memoryMiB: number };
  /** The same of what is there and does not run: it may be started at any moment. */
  stopped?: { vcpus: number; memoryMiB: number };
  /** What is asked for and it cannot do, in words for everybody; absent: it can do all of it. */
  lacks?: string | null;
  /** Measured, null when not: 0 to 100, and MiB. */
  cpuPercent: number | null;
  memoryUsedMiB: number | null;
  /** Names of instances there: a second one of the same name would be refused. */
  names: ReadonlySet<string>;
  /** Members of each group of the asking project there. */
  groups: ReadonlyMap<string, number>;
  pools: readonly PlacePool[];
}

export interface PlacePool {
  id: string;
  /** Really free, less what is being made; null when not known. */
  freeBytes: number | null;
}

export type InstanceKind = 'vm' | 'container';
export type GroupPolicy = 'together' | 'apart' | 'soft-together' | 'soft-apart';

/** One instance that looks for a place. */
export interface PlaceRequest {
  name: string;
  kind: InstanceKind;
  vcpus: number;
  memoryMiB: number;
  /** New disk space. */
  diskBytes: number;
  /** Null: any. */
  architecture: string | null;
  zone: string | null;
  host: string | null;
  backend: string | null;
  group: { name: string; policy: GroupPolicy } | null;
  /** For each network and volume that it needs: the hosts that reach it; null where all of that backend do. */
  reach: readonly Reach[];
}

export interface Reach {
  /** `source`: the volume that it is made from, which was not chosen for its place. */
  what: 'network' | 'volume' | 'source';
  backend: string;
  hosts: readonly string[] | null;
}

export interface PlacementPolicy {
  /** vCPUs that may be promised for each logical processor. */
  cpuRatio: number;
  /** MiB that may be promised for each MiB of memory. */
  memoryRatio: number;
  /** Whether what is stopped keeps its place, as in Nova; otherwise starting it later may find none. */
  keepsStopped: boolean;
  /** MiB of each host that are left to the host itself. */
  hostReserveMiB: number;
  /** Bytes of new disks for each byte that is free: thin disks fill slowly. */
  diskRatio: number;
  /** Weight of each weigher; 0 turns it off. */
  weights: { memory: number; cpu: number; load: number; group: number; packing: number };
}

export const defaultPolicy: PlacementPolicy = {
  cpuRatio: 8,
  memoryRatio: 1,
  keepsStopped: true,
  hostReserveMiB: 512,
  diskRatio: 2,
  weights: { memory: 1, cpu: 0.5, load: 1, group: 4, packing: 0 },
};

/** A figure that was too small, for a sentence that names no host. */
export interface Shortage {
  of: 'memory' | 'cpu' | 'disk';
  /** MiB, vCPUs, bytes. */
  needed: number;
  free: number;
}

/** Why a host is out of the question. `message` is for those who may know hosts; `code` for all. */
export interface Refusal {
  filter: string;
  code: string;
  message: string;
  shortage: Shortage | null;
}

export interface Verdict {
  host: PlaceHost;
  /** Empty when it fits. */
  refusals: readonly Refusal[];
  /** 0 to the sum of the weights; null when it does not fit. */
  score: number | null;
}

export interface Placement {
  /** Null: nowhere. */
  host: PlaceHost | null;
  verdicts: readonly Verdict[];
}
