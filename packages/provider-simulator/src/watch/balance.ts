import { type HostLoad, threadsOf } from '../load/host-load.ts';
import { moveRefusal } from '../migration/moving.ts';
import type { SimCluster, SimHost, SimInstance } from '../world/model.ts';

/** A move that would make the hosts of a cluster more alike. */
export interface Proposal {
  instance: SimInstance;
  from: SimHost;
  to: SimHost;
  /** Percentage points by which the imbalance falls, from `before`. */
  gain: number;
  before: number;
}

/** Percentage points of imbalance that nobody minds. */
const tolerated = 8;
/** A move for less is not worth its price. */
const leastGain = 1;
const most = 3;
/** Only the least busy hosts are asked: the others would gain less, and there may be thousands. */
const candidates = 4;

interface Loaded {
  host: SimHost;
  /** Percent. */
  cpu: number;
  freeMiB: number;
}

/** Standard deviation. */
export function deviation(figures: readonly number[]): number {
  const mean = figures.reduce((sum, figure) => sum + figure, 0) / Math.max(1, figures.length);
  return Math.sqrt(figures.reduce((sum, f) => sum + (f - mean) ** 2, 0) / Math.max(1, figures.length));
}

/** What the deviation becomes when two of the figures change; as quick for thousands as for two. */
function deviationWith(
  { n, sum, squares }: { n: number; sum: number; squares: number },
  changes: readonly { was: number; is: number }[],
): number {
  let total = sum;
  let square = squares;
  for (const { was, is } of changes) {
    total += is - was;
    square += is ** 2 - was ** 2;
  }
  return Math.sqrt(Math.max(0, square / n - (total / n) ** 2));
}

const share = (instance: SimInstance, host: SimHost): number =>
  (instance.vcpus * instance.cpuPercent) / threadsOf(host);

/** `loads` is sorted, the busiest first. */
function bestMove(loads: readonly Loaded[], moved: ReadonlySet<SimInstance>): Proposal | null {
  const [from] = loads;
  const figures = loads.map(({ cpu }) => cpu);
  const before = deviation(figures);
  if (!from || before <= tolerated) return null;
  const sums = {
    n: loads.length,
    sum: figures.reduce((a, b) => a + b, 0),
    squares: figures.reduce((a, b) => a + b ** 2, 0),
  };
  let best: Proposal | null = null;
  for (const instance of from.host.instances) {
    if (moved.has(instance)) continue;
    for (const to of loads.slice(-candidates)) {
      if (to.freeMiB < instance.memoryMiB || moveRefusal(instance, to.host) !== null) continue;
      const gain =
        before -
        deviationWith(sums, [
          { was: from.cpu, is: from.cpu - share(instance, from.host) },
          { was: to.cpu, is: to.cpu + share(instance, to.host) },
        ]);
      if (gain > (best?.gain ?? leastGain)) best = { instance, from: from.host, to: to.host, gain, before };
    }
  }
  return best;
}

/** The loads as they would be after the move. */
const after = (loads: readonly Loaded[], { instance, from, to }: Proposal): Loaded[] =>
  loads
    .map(loaded => {
      if (loaded.host === from) return { ...loaded, cpu: loaded.cpu - share(instance, from) };
      if (loaded.host !== to) return loaded;
      return {
        ...loaded,
        cpu: loaded.cpu + share(instance, to),
        freeMiB: loaded.freeMiB - instance.memoryMiB,
      };
    })
    .toSorted((a, b) => b.cpu - a.cpu);

/** What would even a cluster out, each judged as if those before it had been done. Containers do not move. */
export function proposals(cluster: SimCluster, seen: ReadonlyMap<SimHost, HostLoad>): Proposal[] {
  if (cluster.runs !== 'vm') return [];
  let loads = cluster.hosts
    .filter(host => host.reachable && !host.maintenance)
    .flatMap((host): Loaded[] => {
      const load = seen.get(host);
      if (!load) return [];
      return [{ host, cpu: load.cpuPercent, freeMiB: host.model.memoryMiB - load.memoryUsedMiB }];
    })
    .toSorted((a, b) => b.cpu - a.cpu);
  const found: Proposal[] = [];
  while (found.length < most) {
    const best = bestMove(loads, new Set(found.map(p => p.instance)));
    if (!best) break;
    found.push(best);
    loads = after(loads, best);
  }
  return found;
}
