import type { Network } from '@orrery/contract/resources/network.ts';
import type { Image, Snapshot, StoragePool, Volume } from '@orrery/contract/resources/storage.ts';
import type { Reported } from '@orrery/provider-kit/reported.ts';
import type { SimImage, SimNetwork, SimPool, SimResource, SimSnapshot, SimVolume } from '../world/model.ts';
import { toCluster, toHost } from './compute.ts';
import { isoOrNull, type MapContext } from './context.ts';
import { idOf } from '@orrery/provider-kit/ids.ts';
import { prefixOf } from './addresses.ts';
import { toInstance } from './instance.ts';
import { toAlarm, toRecommendation } from './watching.ts';

type Mapped<T> = Omit<T, 'actions' | 'stale'>;

const common = (resource: { native: string; name: string }, context: MapContext) => ({
  id: idOf(context.backend, resource.native),
  backend: context.backend,
  name: resource.name,
  project: null,
  asOf: context.asOf,
  source: context.source,
});

export function toPool(pool: SimPool, context: MapContext): Mapped<StoragePool> {
  return {
    ...common(pool, context),
    kind: 'storage-pool',
    status: pool.status,
    type: pool.type,
    hosts: pool.hosts.map(h => idOf(context.backend, h.native)),
    shared: true,
    path: pool.type === 'rbd' ? `rbd:${pool.name}` : `/srv/${pool.name}`,
    capacityBytes: pool.capacityBytes,
    usedBytes: Math.min(pool.capacityBytes, pool.usedBytes),
    promisedBytes: pool.promisedBytes,
    volumeCount: pool.volumes.size,
    autostart: true,
  };
}

export function toVolume(volume: SimVolume, context: MapContext): Mapped<Volume> {
  return {
    ...common(volume, context),
    project: volume.attachedTo?.project ?? volume.project,
    kind: 'volume',
    status: volume.attachedTo ? 'in-use' : 'available',
    pool: idOf(context.backend, volume.pool.native),
    poolName: volume.pool.name,
    format: volume.pool.type === 'rbd' ? 'raw' : 'qcow2',
    capacityBytes: volume.capacityBytes,
    usedBytes: volume.usedBytes,
    path: `${volume.pool.name}/${volume.name}`,
    backingVolume: volume.backing ? `${volume.pool.name}/${volume.backing.name}` : null,
    attachedTo: volume.attachedTo ? [idOf(context.backend, volume.attachedTo.native)] : [],
  };
}

export function toImage(image: SimImage, context: MapContext): Mapped<Image> {
  return {
    ...common(image, context),
    kind: 'image',
    status: 'available',
    format: image.format,
    sizeBytes: image.sizeBytes,
    virtualSizeBytes: image.virtualSizeBytes,
    os: image.os,
    architecture: 'x86_64',
    minDiskGiB: image.format === 'qcow2' ? Math.ceil(image.virtualSizeBytes / 1_073_741_824) : null,
    minMemoryMiB: image.format === 'qcow2' ? 1_024 : null,
    visibility: 'public',
    protected: false,
    createdAt: isoOrNull(image.createdAt),
  };
}

export function toNetwork(network: SimNetwork, context: MapContext): Mapped<Network> {
  const prefix = prefixOf(network);
  return {
    ...common(network, context),
    project: network.project,
    kind: 'network',
    status: network.status,
    type: network.type,
    hosts: network.cluster.hosts.map(h => idOf(context.backend, h.native)),
    bridge: network.vlan === null ? null : `br${network.vlan}`,
    vlan: network.vlan,
    cidrs: [network.cidr ?? `${prefix}.0.0/16`],
    dhcp: network.dhcp,
    dhcpRanges: network.dhcp ? [{ start: `${prefix}.0.10`, end: `${prefix}.255.250` }] : [],
    autostart: true,
    instanceCount: network.instances.size,
  };
}

export function toSnapshot(snapshot: SimSnapshot, context: MapContext): Mapped<Snapshot> {
  return {
    ...common(snapshot, context),
    project: snapshot.instance.project,
    kind: 'snapshot',
    status: 'available',
    instance: idOf(context.backend, snapshot.instance.native),
    instanceName: snapshot.instance.name,
    withMemory: snapshot.withMemory,
    current: snapshot.current,
    parent: snapshot.parent === null ? null : idOf(context.backend, snapshot.parent),
    description: snapshot.description,
    sizeBytes: snapshot.sizeBytes,
    createdAt: isoOrNull(snapshot.createdAt),
  };
}

/** Any of the simulator's objects in the contract's words. */
export function toReported(resource: SimResource, context: MapContext): Reported {
  switch (resource.kind) {
    case 'cluster':
      return toCluster(resource, context);
    case 'host':
      return toHost(resource, context);
    case 'instance':
      return toInstance(resource, context);
    case 'image':
      return toImage(resource, context);
    case 'volume':
      return toVolume(resource, context);
    case 'storage-pool':
      return toPool(resource, context);
    case 'network':
      return toNetwork(resource, context);
    case 'snapshot':
      return toSnapshot(resource, context);
    case 'recommendation':
      return toRecommendation(resource, context);
    case 'alarm':
      return toAlarm(resource, context);
  }
}
