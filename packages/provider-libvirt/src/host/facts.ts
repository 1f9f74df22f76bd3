import type { Seen } from '@orrery/provider-kit/seen.ts';
import type {
  DomainRef,
  NetworkRef,
  SnapshotRef,
  StoragePoolRef,
  StorageVolumeRef,
} from '@orrery/libvirt/procedures/refs.ts';
import { nativeIds } from '../ids.ts';
import type { HostCapabilities } from '../map/capabilities.ts';
import type { DomainDefinition } from '../map/domain.ts';
import type { NetworkDefinition } from '../map/network.ts';
import type { DomainState } from '../map/power.ts';
import type { SnapshotDefinition } from '../map/snapshot.ts';
import type { PoolDefinition, VolumeDefinition } from '../map/storage.ts';

export interface SnapshotFacts {
  ref: SnapshotRef;
  definition: SnapshotDefinition;
  current: boolean;
}

export interface GuestAddress {
  address: string;
  version: 4 | 6;
  mac: string | null;
  from: 'lease' | 'agent' | 'arp';
}

export interface DomainFacts extends Seen {
  ref: DomainRef;
  state: DomainState;
  definition: DomainDefinition;
  persistent: boolean;
  autostart: boolean;
  hasSavedState: boolean;
  snapshots: SnapshotFacts[];
}

export interface PoolFacts extends Seen {
  ref: StoragePoolRef;
  definition: PoolDefinition;
  /** virStoragePoolState. */
  state: number;
  capacityBytes: number;
  usedBytes: number;
  autostart: boolean;
  volumes: Map<string, VolumeFacts>;
}

export interface VolumeFacts extends Seen {
  ref: StorageVolumeRef;
  definition: VolumeDefinition;
}

export interface NetworkFacts extends Seen {
  ref: NetworkRef;
  definition: NetworkDefinition;
  active: boolean;
  autostart: boolean;
}

export interface InstanceMetrics {
  cpuPercent: number | null;
  memoryUsedMiB: number | null;
  diskBytesPerSecond: number | null;
  networkBytesPerSecond: number | null;
}

export interface HostFacts extends Seen {
  capabilities: HostCapabilities;
  hypervisor: string;
  version: string;
  sockets: number;
  cores: number;
  threads: number;
  mhz: number;
  memoryMiB: number;
}

/** Everything known of one host. Kept while the host is out of reach. */
export interface HostRecord {
  /** As the daemon tells it. */
  name: string;
  address: string;
  facts: HostFacts;
  /** Null while the connection stands, else why it does not. */
  lost: string | null;
  lastSeenAt: string | null;
  latencyMs: number | null;
  cpuPercent: number | null;
  memoryUsedMiB: number | null;
  domains: Map<string, DomainFacts>;
  pools: Map<string, PoolFacts>;
  /** Volumes by path; null when the pools have changed since it was made. */
  volumeIndex: Map<string, VolumeFacts> | null;
  networks: Map<string, NetworkFacts>;
  addresses: Map<string, GuestAddress[]>;
  /** DHCP leases by MAC. */
  leases: Map<string, GuestAddress[]>;
  metrics: Map<string, InstanceMetrics>;
  startedAt: Map<string, string>;
  /** Copies of images that are on their way here: bytes that have come, by pool and name. */
  arriving: Map<string, number>;
  /** When a launch used a copy of an image last, by its path. */
  imageUses: Map<string, string>;
}

export function newHostRecord(name: string, address: string, facts: HostFacts): HostRecord {
  return {
    name,
    address,
    facts,
    lost: null,
    lastSeenAt: null,
    latencyMs: null,
    cpuPercent: null,
    memoryUsedMiB: null,
    domains: new Map(),
    pools: new Map(),
    volumeIndex: null,
    networks: new Map(),
    addresses: new Map(),
    leases: new Map(),
    metrics: new Map(),
    startedAt: new Map(),
    arriving: new Map(),
    imageUses: new Map(),
  };
}

export function volumeByPath(host: HostRecord, path: string): VolumeFacts | undefined {
  host.volumeIndex ??= indexVolumes(host);
  return host.volumeIndex.get(path);
}

function indexVolumes(host: HostRecord): Map<string, VolumeFacts> {
  const index = new Map<string, VolumeFacts>();
  for (const pool of host.pools.values()) {
    for (const volume of pool.volumes.values()) {
      if (volume.definition.path !== null) index.set(volume.definition.path, volume);
    }
  }
  return index;
}

export function volumesChanged(host: HostRecord): void {
  host.volumeIndex = null;
}

/** By native id. */
export const pickVolume = (host: HostRecord, native: string): VolumeFacts | undefined =>
  [...host.pools.values()]
    .flatMap(pool => [...pool.volumes.values()])
    .find(volume => nativeIds.volume(host.name, volume.ref) === native);

/** Of a volume within its host. */
export const placeOf = ({ pool, name }: Pick<StorageVolumeRef, 'pool' | 'name'>): string => `${pool}/${name}`;
