import { defaultPolicy, type PlaceHost, type PlaceRequest } from '@orrery/balancer/placement/model.ts';
import { place } from '@orrery/balancer/placement/place.ts';
import type { MigrationCandidate, MigrationWay } from '@orrery/contract/migrations/options.ts';
import type { MigrationMethod } from '@orrery/contract/migrations/vocabulary.ts';

const { weights } = defaultPolicy;
const mostPoints = weights.memory + weights.cpu + weights.load + weights.group + weights.packing;

/** The gentlest first. */
const order: readonly MigrationMethod[] = ['live', 'block', 'relocation', 'cold'];

/** The gentlest way that is allowed; one that is not thought to finish only when there is no other. */
export function bestMethod(ways: readonly MigrationWay[]): MigrationMethod | null {
  const allowed = order.flatMap(method => ways.filter(way => way.method === method && way.allowed));
  const good = allowed.find(({ verdict }) => verdict !== 'will-not-finish');
  return (good ?? allowed[0])?.method ?? null;
}

/** Scores on live load, as launching does; the best of the allowed ones is recommended, and why. */
export function recommend(
  candidates: readonly MigrationCandidate[],
  request: PlaceRequest,
  hosts: ReadonlyMap<string, PlaceHost>,
): MigrationCandidate[] {
  const allowed = candidates.filter(candidate => candidate.allowed);
  const views = allowed.flatMap(({ host }) => hosts.get(host) ?? []);
  // What is allowed was decided with what the back end knows; here it is only weighed.
  const weighed = place({ ...request, vcpus: 0, memoryMiB: 0, name: '' }, views, { random: () => 0 });
  const scores = new Map(weighed.verdicts.map(({ host, score }) => [host.id, score]));
  const best = weighed.host?.id ?? allowed[0]?.host;
  return candidates.map(candidate => {
    const score = scores.get(candidate.host) ?? null;
    const recommended = candidate.allowed && candidate.host === best;
    return {
      ...candidate,
      score: score === null ? null : Math.round((100 * score) / mostPoints) / 100,
      recommended,
      recommendedMethod: candidate.allowed ? bestMethod(candidate.ways) : null,
      why: recommended ? whyOf(hosts.get(candidate.host), allowed.length) : null,
    };
  });
}

function whyOf(host: PlaceHost | undefined, among: number): string {
  const rank = among === 1 ? 'The only host that takes it' : `The best of ${among} that take it`;
  if (!host) return rank;
  const memory = host.memoryUsedMiB ?? host.promised.memoryMiB;
  const used = [
    ...(host.cpuPercent === null ? [] : [`${Math.round(host.cpuPercent)} % of its processors`]),
    ...(host.memoryMiB > 0 ? [`${Math.round((100 * memory) / host.memoryMiB)} % of its memory`] : []),
  ];
  return used.length === 0 ? rank : `${rank}: ${used.join(' and ')} in use`;
}
