import type { FactSource } from '@orrery/contract/resources/base.ts';
import { type Clock, pause } from '@orrery/provider-kit/clock.ts';
import type { Reported } from '@orrery/provider-kit/provider.ts';
import type { InventorySink } from '@orrery/provider-kit/sink.ts';
import type { SimulatedDataCentre } from './data-centre.ts';
import { hostLoad } from './load/host-load.ts';
import { mapContext } from './map/context.ts';
import { toCluster } from './map/compute.ts';
import { toReported } from './map/resources.ts';
import type { SimHost, SimResource } from './world/model.ts';

/** Resources handed over between two breaths of the event loop: a few milliseconds here and in the inventory. */
const listSlice = 250;

interface Target {
  dataCentre: SimulatedDataCentre;
  clock: Clock;
  backend: string;
  sink: InventorySink;
  signal: AbortSignal;
}

const mapAll = (
  resources: Iterable<SimResource>,
  target: Target,
  source: FactSource = 'poll',
): Reported[] => {
  const context = mapContext(target.backend, target.clock.now(), source);
  return Array.from(resources, r => toReported(r, context));
};

/** One host and its instances, whole. Of one that does not answer only its absence is known. */
export function listHost(host: SimHost, target: Target): void {
  target.dataCentre.count('list');
  if (!host.reachable) return target.sink.upsert(mapAll([host], target, 'derived'));
  target.sink.replace({
    part: host.name,
    kinds: ['host', 'instance'],
    resources: mapAll([host, ...host.instances], target),
  });
}

function listFrame(target: Target): void {
  const { world } = target.dataCentre;
  const context = mapContext(target.backend, target.clock.now(), 'poll');
  const loads = new Map(world.hosts.map(h => [h, hostLoad(h, context.now)]));
  target.dataCentre.count('list');
  target.sink.replace({
    part: null,
    kinds: ['cluster', 'storage-pool', 'network', 'image', 'snapshot'],
    resources: [
      ...world.clusters.map(c => toCluster(c, context, loads)),
      ...mapAll([...world.pools, ...world.networks, ...world.images, ...world.snapshots.values()], target),
    ],
  });
}

/** Volumes hang on no host, and there may be too many for one list; their removal is always pushed, so nothing lingers. */
async function listVolumes(target: Target, breathe: (listed: number) => Promise<void>): Promise<void> {
  target.dataCentre.count('list');
  let slice: SimResource[] = [];
  const hand = async () => {
    target.sink.upsert(mapAll(slice, target));
    const { length } = slice;
    slice = [];
    await breathe(length);
  };
  for (const volume of target.dataCentre.world.volumes.values()) {
    slice.push(volume);
    if (slice.length >= listSlice) await hand();
  }
  await hand();
}

/** Lists everything that can be reached, in slices; hosts and their instances before volumes, as people do. */
export async function listAll(target: Target): Promise<void> {
  const { world } = target.dataCentre;
  listFrame(target);
  let sinceBreath = 0;
  const breathe = async (listed: number) => {
    sinceBreath += listed;
    if (sinceBreath >= listSlice) {
      sinceBreath = 0;
      await pause(target.clock, 0, target.signal);
    }
    target.signal.throwIfAborted();
  };
  for (const host of world.hosts) {
    listHost(host, target);
    await breathe(host.instances.size + 1);
  }
  await listVolumes(target, breathe);
}
