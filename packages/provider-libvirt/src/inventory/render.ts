import { renderImageCopy } from './render-image-copy.ts';
import type { Reported } from '@orrery/provider-kit/reported.ts';
import {
  type HostRecord,
  type PoolFacts,
  type SnapshotFacts,
  type VolumeFacts,
  volumeByPath,
} from '../host/facts.ts';
import { shownName } from '../create/made-names.ts';
import { nativeIds } from '../ids.ts';
import { idOf } from '@orrery/provider-kit/ids.ts';
import { isActive } from '../map/power.ts';
import { isSharedPool } from '../map/storage.ts';

const poolStatuses = ['inactive', 'building', 'active', 'degraded', 'unreachable'] as const;

/** What is common to all resources of a host. */
const common = (backend: string, seen: { asOf: string; source: Reported['source'] }, native: string) => ({
  id: idOf(backend, native),
  backend,
  project: null,
  asOf: seen.asOf,
  source: seen.source,
});

export function renderHost(backend: string, host: HostRecord, instanceCount: number): Reported<'host'> {
  const { facts } = host;
  const running = [...host.domains.values()].filter(d => isActive(d.state));
  return {
    ...common(backend, facts, host.name),
    kind: 'host',
    name: host.name,
    status: host.lost === null ? 'up' : 'unreachable',
    reason: host.lost,
    cluster: idOf(backend, nativeIds.cluster),
    clusterName: null,
    address: host.address,
    hypervisor: facts.hypervisor,
    version: facts.version,
    architecture: facts.capabilities.architecture,
    cpuModel: facts.capabilities.cpuModel,
    cpuVendor: facts.capabilities.cpuVendor,
    sockets: facts.sockets,
    cores: facts.cores,
    threads: facts.threads,
    cpuMhz: facts.mhz,
    memoryMiB: facts.memoryMiB,
    memoryUsedMiB: host.memoryUsedMiB,
    cpuPercent: host.cpuPercent,
    numa: facts.capabilities.numa,
    runs: ['vm'],
    instanceCount,
    runningCount: running.length,
    vcpusPromised: running.reduce((sum, d) => sum + d.definition.vcpus, 0),
    memoryPromisedMiB: running.reduce((sum, d) => sum + d.definition.memoryMiB, 0),
    latencyMs: host.latencyMs,
    lastSeenAt: host.lastSeenAt,
  };
}

export function renderPool(backend: string, host: HostRecord, pool: PoolFacts): Reported<'storage-pool'> {
  const volumes = [...pool.volumes.values()];
  return {
    ...common(backend, pool, nativeIds.pool(host.name, pool.ref.name)),
    kind: 'storage-pool',
    name: pool.ref.name,
    status: poolStatuses[pool.state] ?? 'unknown',
    type: pool.definition.type,
    hosts: [idOf(backend, host.name)],
    shared: isSharedPool(pool.definition.type),
    path: pool.definition.path ?? pool.definition.source,
    capacityBytes: pool.capacityBytes,
    usedBytes: pool.usedBytes,
    promisedBytes: volumes.reduce((sum, v) => sum + (v.definition.capacityBytes ?? 0), 0),
    volumeCount: volumes.length,
    autostart: pool.autostart,
  };
}

/** Instances of this host by the path of each of their disks. */
export function usersByPath(backend: string, host: HostRecord): Map<string, string[]> {
  const users = new Map<string, string[]>();
  for (const { ref, definition } of host.domains.values()) {
    for (const disk of definition.disks) {
      const path = diskPath(host, disk);
      if (path !== null) users.set(path, [...(users.get(path) ?? []), idOf(backend, ref.uuid)]);
    }
  }
  return users;
}

/** A disk names its source by path, or by pool and volume. */
export function diskPath(
  host: HostRecord,
  disk: { source: string | null; pool: string | null; volume: string | null },
): string | null {
  if (disk.pool === null || disk.volume === null) return disk.source;
  return host.pools.get(disk.pool)?.volumes.get(disk.volume)?.definition.path ?? null;
}

interface RenderedVolume {
  host: HostRecord;
  volume: VolumeFacts;
  users: Map<string, string[]>;
  /** Volumes of the host by the path that they stand on. */
  clones: Map<string, VolumeFacts[]>;
}

export function renderVolume(
  backend: string,
  { host, volume, users, clones }: RenderedVolume,
): Reported<'volume'> {
  const { ref, definition } = volume;
  const attachedTo = definition.path === null ? [] : (users.get(definition.path) ?? []);
  const copyOf = renderImageCopy(backend, { host, volume, users, clones });
  return {
    ...common(backend, volume, nativeIds.volume(host.name, ref)),
    kind: 'volume',
    name: shownName(ref.name),
    status: copyOf?.arriving === true ? 'creating' : attachedTo.length > 0 ? 'in-use' : 'available',
    pool: idOf(backend, nativeIds.pool(host.name, ref.pool)),
    poolName: ref.pool,
    format: definition.format,
    capacityBytes: definition.capacityBytes,
    usedBytes: definition.usedBytes,
    path: definition.path,
    backingVolume: definition.backing,
    attachedTo,
    ...(copyOf && { copyOf }),
  };
}

export function renderSnapshot(
  backend: string,
  domain: { uuid: string; name: string },
  { snapshot, seen }: { snapshot: SnapshotFacts; seen: { asOf: string; source: Reported['source'] } },
): Reported<'snapshot'> {
  const { definition, current } = snapshot;
  const id = (name: string) => idOf(backend, nativeIds.snapshot(domain.uuid, name));
  return {
    ...common(backend, seen, nativeIds.snapshot(domain.uuid, definition.name)),
    kind: 'snapshot',
    name: definition.name,
    status: 'available',
    instance: idOf(backend, domain.uuid),
    instanceName: domain.name,
    withMemory: definition.withMemory,
    current,
    parent: definition.parent === null ? null : id(definition.parent),
    description: definition.description,
    sizeBytes: null,
    createdAt: definition.createdAt,
  };
}

/** The volume behind a disk, when it lies in a pool of this host. */
export function volumeIdOf(
  backend: string,
  host: HostRecord,
  disk: { source: string | null; pool: string | null; volume: string | null },
): string | null {
  const path = diskPath(host, disk);
  const volume = path === null ? undefined : volumeByPath(host, path);
  return volume ? idOf(backend, nativeIds.volume(host.name, volume.ref)) : null;
}
