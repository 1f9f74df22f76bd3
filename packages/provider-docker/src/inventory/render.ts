import type { Reported } from '@orrery/provider-kit/reported.ts';
import type { ContainerFacts, HostRecord, ImageFacts, VolumeFacts } from '../engine/facts.ts';
import type { Seen } from '@orrery/provider-kit/seen.ts';
import { nativeOfContainer } from '../identity.ts';
import { nativeIds } from '../ids.ts';
import { idOf } from '@orrery/provider-kit/ids.ts';
import { projectOf, serviceOf } from '../map/labels.ts';
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

const isTask = ({ labels, state }: ContainerFacts): boolean => serviceOf(labels) !== null && isActive(state);

/** What its connection says, then its swarm, which may have taken it out of service. */
function statusOf(host: HostRecord): Pick<Reported<'host'>, 'status' | 'reason'> {
  const { node } = host.seat;
  if (host.lost !== null) return { status: 'unreachable', reason: host.lost };
  if (node?.availability === 'drained') {
    const left = [...host.containers.values()].filter(isTask).length;
    return left === 0
      ? { status: 'maintenance', reason: 'Its swarm has drained it' }
      : { status: 'entering-maintenance', reason: `Its swarm drains it: ${left} tasks are left` };
  }
  if (node && node.state !== 'ready') return { status: 'up', reason: `To its swarm it is ${node.state}` };
  if (node?.availability === 'paused') return { status: 'up', reason: 'Its swarm gives it no new tasks' };
  return { status: 'up', reason: null };
}

const membershipOf = ({ seat: { node } }: HostRecord): Pick<Reported<'host'>, 'membership'> =>
  node === null
    ? {}
    : { membership: { role: node.role, availability: node.availability, state: node.state } };

export function renderHost(backend: string, host: HostRecord): Reported<'host'> {
  const { facts, seat } = host;
  const { running, vcpus, memoryMiB } = promised(host);
  return {
    ...common(backend, facts, host.name),
    kind: 'host',
    name: host.name,
    ...statusOf(host),
    cluster: idOf(backend, seat.cluster),
    clusterName: seat.clusterName,
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
    ...membershipOf(host),
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
