import type { Reported } from '@orrery/provider-kit/provider.ts';
import type { HostRecord, ImageFacts, Seen, VolumeFacts } from '../engine/facts.ts';
import { nativeOfContainer } from '../identity.ts';
import { idOf, nativeIds } from '../ids.ts';
import { projectOf } from '../map/labels.ts';
import { isActive } from '../map/power.ts';

/** What is common to all resources. */
const common = (backend: string, seen: Seen, native: string) => ({
  id: idOf(backend, native),
  backend,
  project: null,
  asOf: seen.asOf,
  source: seen.source,
});

const bytesPerMiB = 1_048_576;
const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

/** What the running containers were promised: their limits. One without a limit was promised nothing. */
export function promised(host: HostRecord): { vcpus: number; memoryMiB: number; running: number } {
  const running = [...host.containers.values()].filter(c => isActive(c.state));
  return {
    running: running.length,
    vcpus: Math.ceil(sum(running.map(c => c.cpus ?? 0))),
    memoryMiB: Math.round(sum(running.map(c => c.memoryBytes ?? 0)) / bytesPerMiB),
  };
}

export function renderHost(backend: string, host: HostRecord, clusterName: string): Reported<'host'> {
  const { facts } = host;
  const { running, vcpus, memoryMiB } = promised(host);
  return {
    ...common(backend, facts, host.name),
    kind: 'host',
    name: host.name,
    status: host.lost === null ? 'up' : 'unreachable',
    reason: host.lost,
    cluster: idOf(backend, nativeIds.cluster),
    clusterName,
    address: host.address,
    hypervisor: facts.runtime,
    version: facts.version,
    architecture: facts.architecture,
    cpuModel: null,
    cpuVendor: null,
    sockets: null,
    cores: null,
    threads: facts.threads,
    cpuMhz: null,
    memoryMiB: facts.memoryMiB,
    memoryUsedMiB: null,
    cpuPercent: null,
    numa: [],
    runs: ['container'],
    instanceCount: host.containers.size,
    runningCount: running,
    vcpusPromised: vcpus,
    memoryPromisedMiB: memoryMiB,
    latencyMs: host.latencyMs,
    lastSeenAt: host.lastSeenAt,
  };
}

/** The driver that every engine has. */
const ownDriver = 'local';

/** An engine knows no pools; what lies in the same place is one: the volumes of a driver. */
export function renderPools(backend: string, host: HostRecord): Reported<'storage-pool'>[] {
  const volumes = [...host.volumes.values()];
  const drivers = new Set([ownDriver, ...volumes.map(v => v.driver)]);
  return [...drivers].map(driver => {
    const own = volumes.filter(v => v.driver === driver);
    const sizes = own.map(v => host.volumeSizes.get(v.name));
    const known = sizes.filter(size => size !== undefined);
    return {
      ...common(backend, host.facts, nativeIds.pool(host.name, driver)),
      kind: 'storage-pool',
      name: driver,
      status: host.lost === null ? 'active' : 'unreachable',
      type: driver,
      hosts: [idOf(backend, host.name)],
      shared: false,
      path: driver === ownDriver && host.facts.rootDir !== null ? `${host.facts.rootDir}/volumes` : null,
      capacityBytes: null,
      usedBytes: known.length < own.length ? null : sum(known),
      promisedBytes: null,
      volumeCount: own.length,
      autostart: null,
    };
  });
}

/** Containers by the name of each volume that they mount. */
export function usersByVolume(backend: string, host: HostRecord): Map<string, string[]> {
  const users = new Map<string, string[]>();
  for (const facts of host.containers.values()) {
    const id = idOf(backend, nativeOfContainer(facts));
    for (const name of new Set(facts.mounts.map(m => m.volume))) {
      if (name !== null) users.set(name, [...(users.get(name) ?? []), id]);
    }
  }
  return users;
}

export function renderVolume(
  backend: string,
  { host, volume, users }: { host: HostRecord; volume: VolumeFacts; users: Map<string, string[]> },
): Reported<'volume'> {
  const attachedTo = users.get(volume.name) ?? [];
  return {
    ...common(backend, volume, nativeIds.volume(host.name, volume.name)),
    kind: 'volume',
    name: volume.name,
    project: projectOf(volume.labels),
    status: attachedTo.length > 0 ? 'in-use' : 'available',
    pool: idOf(backend, nativeIds.pool(host.name, volume.driver)),
    poolName: volume.driver,
    format: null,
    capacityBytes: null,
    usedBytes: host.volumeSizes.get(volume.name) ?? null,
    path: volume.mountpoint === '' ? null : volume.mountpoint,
    backingVolume: null,
    attachedTo,
  };
}

/** The shortest of its tags: the others are mostly names of registries before it. */
export const imageName = ({ tags, id }: ImageFacts): string =>
  tags.toSorted((a, b) => a.length - b.length)[0] ?? id.replace('sha256:', '').slice(0, 12);

export function renderImage(
  backend: string,
  { image, architecture }: { image: ImageFacts; architecture: string },
): Reported<'image'> {
  return {
    ...common(backend, image, nativeIds.image(image.id)),
    kind: 'image',
    name: imageName(image),
    status: 'available',
    format: 'oci',
    sizeBytes: image.sizeBytes,
    virtualSizeBytes: null,
    os: 'linux',
    architecture,
    minDiskGiB: null,
    minMemoryMiB: null,
    visibility: 'public',
    protected: false,
    createdAt: image.createdAt,
  };
}
