import { capacityOf } from './capacity.ts';
import { refusalsOf, togetherRefusals } from './filters.ts';
import {
  defaultPolicy,
  type PlaceHost,
  type Placement,
  type PlacementPolicy,
  type PlaceRequest,
  type Verdict,
} from './model.ts';
import { scoresOf } from './weighers.ts';

export interface PlaceOptions {
  policy?: PlacementPolicy;
  /** Uniform in [0, 1): decides between hosts of equal score. */
  random: () => number;
}

/** Scores closer than this are equal. */
const tie = 1e-9;

/** The best host for one instance, with a verdict on every host. */
export function place(
  request: PlaceRequest,
  hosts: readonly PlaceHost[],
  { policy = defaultPolicy, random }: PlaceOptions,
): Placement {
  const apart = togetherRefusals(hosts, request);
  const judged = hosts.map(host => {
    const bound = apart.get(host.id);
    return { host, refusals: [...refusalsOf(host, request, policy), ...(bound ? [bound] : [])] };
  });
  const fitting = judged.filter(({ refusals }) => refusals.length === 0).map(({ host }) => host);
  const scores = new Map(scoresOf(fitting, request, policy).map((score, at) => [fitting[at]?.id, score]));
  const verdicts = judged.map(
    (verdict): Verdict => ({ ...verdict, score: scores.get(verdict.host.id) ?? null }),
  );
  return { host: best(verdicts, random), verdicts };
}

function best(verdicts: readonly Verdict[], random: () => number): PlaceHost | null {
  const top = Math.max(...verdicts.map(({ score }) => score ?? Number.NEGATIVE_INFINITY));
  const equal = verdicts.filter(({ score }) => score !== null && score >= top - tie);
  // Not always the first: parallel launches on equal hosts would all queue on one.
  return equal[Math.floor(random() * equal.length)]?.host ?? null;
}

/** The host as it will be once the instance is there. */
export function withInstance(
  host: PlaceHost,
  request: PlaceRequest,
  { diskRatio }: PlacementPolicy = defaultPolicy,
): PlaceHost {
  const { group, vcpus, memoryMiB } = request;
  const groups = new Map(host.groups);
  if (group !== null) groups.set(group.name, (groups.get(group.name) ?? 0) + 1);
  return {
    ...host,
    promised: { vcpus: host.promised.vcpus + vcpus, memoryMiB: host.promised.memoryMiB + memoryMiB },
    names: new Set([...host.names, request.name]),
    groups,
    pools: host.pools.map(pool => ({
      ...pool,
      // Any pool may be taken: each is counted as if it were.
      freeBytes: pool.freeBytes === null ? null : pool.freeBytes - request.diskBytes / diskRatio,
    })),
  };
}

/** Places several one after the other, each with those before it in place. Stops at the first that fits nowhere. */
export function placeAll(
  requests: readonly PlaceRequest[],
  hosts: readonly PlaceHost[],
  options: PlaceOptions,
): Placement[] {
  let world = [...hosts];
  const placements: Placement[] = [];
  for (const request of requests) {
    const placement = place(request, world, options);
    placements.push(placement);
    const { host } = placement;
    if (host === null) return placements;
    world = world.map(other => (other.id === host.id ? withInstance(other, request, options.policy) : other));
  }
  return placements;
}

/** How many instances like this would fit by the places alone. Their names are taken to differ. */
export function roomFor(
  request: PlaceRequest,
  hosts: readonly PlaceHost[],
  policy: PlacementPolicy = defaultPolicy,
): number {
  const unnamed = { ...request, name: '' };
  const apart = togetherRefusals(hosts, unnamed);
  const counts = hosts
    .filter(host => !apart.has(host.id) && refusalsOf(host, unnamed, policy).length === 0)
    .map(host => roomOn(host, unnamed, policy));
  if (request.group?.policy === 'together') return Math.max(0, ...counts);
  return counts.reduce((sum, count) => sum + count, 0);
}

function roomOn(host: PlaceHost, request: PlaceRequest, policy: PlacementPolicy): number {
  if (request.group?.policy === 'apart') return 1;
  const { vcpus, memoryMiB, diskBytes } = capacityOf(host, policy);
  const byDisk = diskBytes === null || request.diskBytes === 0 ? Infinity : diskBytes / request.diskBytes;
  return Math.floor(Math.min(vcpus / request.vcpus, memoryMiB / request.memoryMiB, byDisk));
}
