import type { FactSource } from '@orrery/contract/resources/base.ts';
import { type Clock, pause } from '@orrery/provider-kit/clock.ts';
import { idOf } from '@orrery/provider-kit/ids.ts';
import type { Reported } from '@orrery/provider-kit/reported.ts';
import type { InventorySink } from '@orrery/provider-kit/sink.ts';
import type { SimulatedDataCentre } from './data-centre.ts';
import { mapContext } from './map/context.ts';
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

const frameKinds = [
  'cluster',
  'storage-pool',
  'network',
  'image',
  'snapshot',
  'recommendation',
  'alarm',
] as const;
type FrameKind = (typeof frameKinds)[number];

/** All of one kind that hangs on no host. */
function listKind(kind: FrameKind, target: Target): void {
  const { world } = target.dataCentre;
  const all: Record<FrameKind, () => Iterable<SimResource>> = {
    cluster: () => world.clusters,
    'storage-pool': () => world.pools,
    network: () => world.networks,
    image: () => world.images,
    snapshot: () => world.snapshots.values(),
    recommendation: () => world.recommendations.values(),
    alarm: () => world.alarms.values(),
  };
  target.dataCentre.count('list');
  target.sink.replace({ part: null, kinds: [kind], resources: mapAll(all[kind](), target) });
}

/** What hangs on no host, except volumes. */
export function listFrame(target: Target): void {
  for (const kind of frameKinds) listKind(kind, target);
}

/** Waits for the event loop to turn before `next` resources more would make a slice too large. */
type Breathe = (next: number) => Promise<void>;

function breather({ clock, signal }: Target): Breathe {
  let handed = 0;
  return async next => {
    if (handed > 0 && handed + next > listSlice) {
      handed = 0;
      await pause(clock, 0, signal);
    }
    signal.throwIfAborted();
    handed += next;
  };
}

/** Volumes hang on no host, and there may be too many for one list: slices first, and in the end what all was in them. */
async function listVolumes(target: Target, breathe: Breathe): Promise<void> {
  const { backend, dataCentre, sink } = target;
  dataCentre.count('list');
  const { volumes } = dataCentre.world;
  const natives = [...volumes.keys()];
  for (let at = 0; at < natives.length; at += listSlice) {
    const slice = natives.slice(at, at + listSlice);
    await breathe(slice.length);
    // Some may have gone while the loop turned.
    const there = slice.flatMap(native => volumes.get(native) ?? []);
    sink.upsert(mapAll(there, target));
  }
  // As they are now: those made since then have been pushed.
  const toldBefore = Array.from(volumes.keys(), native => idOf(backend, native));
  sink.replace({ part: null, kinds: ['volume'], resources: [], toldBefore });
}

/** Lists everything that can be reached, in slices; hosts and their instances before volumes, as people do. */
export async function listAll(target: Target): Promise<void> {
  const breathe = breather(target);
  for (const kind of frameKinds) {
    await breathe(listSlice);
    listKind(kind, target);
  }
  for (const host of target.dataCentre.world.hosts) {
    await breathe(host.instances.size + 1);
    listHost(host, target);
  }
  await listVolumes(target, breathe);
}
