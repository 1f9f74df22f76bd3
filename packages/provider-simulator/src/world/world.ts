import type {
  SimAlarm,
  SimCluster,
  SimHost,
  SimImage,
  SimInstance,
  SimNetwork,
  SimPool,
  SimRecommendation,
  SimResource,
  SimSnapshot,
  SimVolume,
} from './model.ts';

/** Everything the fake data centre consists of, by native id. */
export interface World {
  clusters: SimCluster[];
  hosts: SimHost[];
  images: SimImage[];
  pools: SimPool[];
  networks: SimNetwork[];
  instances: Map<string, SimInstance>;
  volumes: Map<string, SimVolume>;
  snapshots: Map<string, SimSnapshot>;
  recommendations: Map<string, SimRecommendation>;
  alarms: Map<string, SimAlarm>;
  /** Next number for a native id. */
  serial: number;
}

export const emptyWorld = (): World => ({
  clusters: [],
  hosts: [],
  images: [],
  pools: [],
  networks: [],
  instances: new Map(),
  volumes: new Map(),
  snapshots: new Map(),
  recommendations: new Map(),
  alarms: new Map(),
  serial: 1_000,
});

export function find(world: World, kind: SimResource['kind'], native: string): SimResource | undefined {
  const among = (list: readonly SimResource[]) => list.find(r => r.native === native);
  switch (kind) {
    case 'instance':
      return world.instances.get(native);
    case 'volume':
      return world.volumes.get(native);
    case 'snapshot':
      return world.snapshots.get(native);
    case 'recommendation':
      return world.recommendations.get(native);
    case 'alarm':
      return world.alarms.get(native);
    case 'cluster':
      return among(world.clusters);
    case 'host':
      return among(world.hosts);
    case 'image':
      return among(world.images);
    case 'storage-pool':
      return among(world.pools);
    case 'network':
      return among(world.networks);
  }
}

export function place(instance: SimInstance, host: SimHost): void {
  instance.host.instances.delete(instance);
  instance.host = host;
  host.instances.add(instance);
}

/** Takes an instance and its snapshots out; its volumes stay unless asked for. Returns all that went. */
export function discard(world: World, instance: SimInstance, withVolumes: boolean): SimResource[] {
  const gone: SimResource[] = [instance];
  world.instances.delete(instance.native);
  instance.host.instances.delete(instance);
  for (const network of instance.networks) network.instances.delete(instance);
  for (const snapshot of snapshotsOf(world, instance)) {
    world.snapshots.delete(snapshot.native);
    gone.push(snapshot);
  }
  for (const volume of instance.volumes) {
    volume.attachedTo = null;
    if (withVolumes) gone.push(discardVolume(world, volume));
  }
  return gone;
}

export function addVolume(world: World, volume: SimVolume): SimVolume {
  world.volumes.set(volume.native, volume);
  volume.pool.volumes.add(volume);
  volume.pool.usedBytes += volume.usedBytes;
  volume.pool.promisedBytes += volume.capacityBytes;
  return volume;
}

export function discardVolume(world: World, volume: SimVolume): SimVolume {
  world.volumes.delete(volume.native);
  if (!volume.pool.volumes.delete(volume)) return volume;
  volume.pool.usedBytes -= volume.usedBytes;
  volume.pool.promisedBytes -= volume.capacityBytes;
  return volume;
}

export const snapshotsOf = (world: World, instance: SimInstance): SimSnapshot[] =>
  [...world.snapshots.values()].filter(s => s.instance === instance);
