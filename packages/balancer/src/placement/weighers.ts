import { capacityOf } from './capacity.ts';
import type { PlaceHost, PlacementPolicy, PlaceRequest } from './model.ts';

interface Weigher {
  weight: keyof PlacementPolicy['weights'];
  /** More is better; scaled to 0..1 over the hosts that fit, as Nova's weighers are. */
  raw: (host: PlaceHost, request: PlaceRequest, policy: PlacementPolicy) => number;
}

const weighers: readonly Weigher[] = [
  { weight: 'memory', raw: (host, _, policy) => capacityOf(host, policy).memoryMiB },
  { weight: 'cpu', raw: (host, _, policy) => capacityOf(host, policy).vcpus },
  { weight: 'load', raw: host => -Math.max(host.cpuPercent ?? 0, memoryPercent(host)) },
  { weight: 'group', raw: groupPull },
  { weight: 'packing', raw: host => host.promised.memoryMiB / Math.max(1, host.memoryMiB) },
];

const memoryPercent = (host: PlaceHost): number =>
  host.memoryUsedMiB === null ? 0 : (100 * host.memoryUsedMiB) / Math.max(1, host.memoryMiB);

function groupPull(host: PlaceHost, { group }: PlaceRequest): number {
  if (group === null) return 0;
  const members = host.groups.get(group.name) ?? 0;
  return group.policy === 'apart' || group.policy === 'soft-apart' ? -members : members;
}

/** The score of each host, by its place in the list. */
export function scoresOf(
  hosts: readonly PlaceHost[],
  request: PlaceRequest,
  policy: PlacementPolicy,
): number[] {
  const scores = hosts.map(() => 0);
  for (const { weight, raw } of weighers) {
    const factor = policy.weights[weight];
    if (factor === 0) continue;
    for (const [index, value] of scaled(hosts.map(host => raw(host, request, policy))).entries())
      scores[index] = (scores[index] ?? 0) + factor * value;
  }
  return scores;
}

/** All alike: all 1, so that a weigher that says nothing changes nothing. */
function scaled(values: readonly number[]): number[] {
  const low = Math.min(...values);
  const span = Math.max(...values) - low;
  return values.map(value => (span === 0 ? 1 : (value - low) / span));
}
