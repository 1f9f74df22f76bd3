import type { Network } from '@orrery/contract/resources/network.ts';
import type { Reported } from '@orrery/provider-kit/provider.ts';
import type { HostRecord, ImageFacts, NetworkFacts, Seen, VolumeFacts } from '../engine/facts.ts';
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

/** Containers by the name of each volume that they mount. */
export function usersByVolume(backend: string, host: HostRecord): Map<string, string[]> {
  const users = new Map<string, string[]>();
  for (const { id, mounts } of host.containers.values()) {
    for (const name of new Set(mounts.map(m => m.volume))) {
      if (name !== null) users.set(name, [...(users.get(name) ?? []), idOf(backend, id)]);
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
    // A volume has a driver and no pool.
    pool: null,
    poolName: volume.driver,
    format: null,
    capacityBytes: null,
    usedBytes: host.volumeSizes.get(volume.name) ?? null,
    path: volume.mountpoint === '' ? null : volume.mountpoint,
    backingVolume: null,
    attachedTo,
  };
}

const networkTypes: Readonly<Record<string, Network['type']>> = {
  bridge: 'nat',
  host: 'host',
  overlay: 'overlay',
  macvlan: 'bridged',
  ipvlan: 'bridged',
};

const networkType = ({ driver, internal }: NetworkFacts): Network['type'] => {
  if (driver === 'null' || internal) return 'isolated';
  return networkTypes[driver] ?? 'other';
};

/** How many containers are connected to each network, by its name: before the first start there is no id. */
export function countByNetwork(host: HostRecord): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { networks } of host.containers.values()) {
    for (const { name } of networks) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}

export function renderNetwork(
  backend: string,
  { host, network, counts }: { host: HostRecord; network: NetworkFacts; counts: Map<string, number> },
): Reported<'network'> {
  return {
    ...common(backend, network, nativeIds.network(network.id)),
    kind: 'network',
    name: network.name,
    project: projectOf(network.labels),
    status: 'active',
    type: networkType(network),
    hosts: [idOf(backend, host.name)],
    bridge: network.bridge,
    vlan: network.vlan,
    cidrs: network.cidrs,
    // Addresses are given by the engine itself.
    dhcp: false,
    dhcpRanges: [],
    autostart: null,
    instanceCount: counts.get(network.name) ?? 0,
  };
}

/** The shortest of its tags: the others are mostly names of registries before it. */
const imageName = ({ tags, id }: ImageFacts): string =>
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
