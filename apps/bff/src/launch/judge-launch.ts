import { placeAll } from '@orrery/balancer/placement/place.ts';
import { publicReasons } from '@orrery/balancer/placement/explain.ts';
import type { PlaceHost, Placement, PlaceRequest } from '@orrery/balancer/placement/model.ts';
import type { Capability } from '@orrery/contract/capabilities.ts';
import { type Amounts, quotaItems } from '@orrery/contract/quota/quota.ts';
import type { Held } from '../operations/reservation.ts';
import type { Accounts } from '../quota/accounts.ts';
import { type PlaceInventory, placeHosts } from './host-view.ts';
import { type LaunchProblem, problem } from './problems.ts';
import { quotaRefusals } from './reserve-options.ts';
import type { ResolvedLaunch } from './resolve-launch.ts';

export interface Judge {
  inventory: PlaceInventory;
  accounts: Accounts;
  random: () => number;
}

/** Quota and place as they stand now. */
export interface Judgement {
  problems: LaunchProblem[];
  /** One for each instance, as far as they fit. */
  placements: readonly Placement[];
  hosts: readonly PlaceHost[];
}

export const times = (amounts: Amounts, count: number): Amounts => {
  const product = { ...amounts };
  for (const item of quotaItems) product[item] *= count;
  return product;
};

/** Nothing in here waits: what is decided rests on one moment (LA-4). */
export function judgeLaunch(resolved: ResolvedLaunch, held: Held, judge: Judge): Judgement {
  const hosts = hostsFor(resolved, held, judge);
  const requests = requestsOf(resolved);
  const placements = placeAll(requests, hosts, { random: judge.random });
  const { project, launch, amounts } = resolved;
  const over = quotaRefusals(judge, { project, asked: times(amounts, launch.count), held });
  return {
    problems: [...over, ...placeProblems(requests, placements)],
    placements,
    hosts,
  };
}

export function hostsFor(
  { project, names, launch, source }: ResolvedLaunch,
  held: Held,
  judge: Judge,
): PlaceHost[] {
  const hosts = placeHosts(judge.inventory, {
    project,
    names: new Set(names),
    group: launch.placement.group,
    reservations: held.reservations,
  });
  const filtered = launch.securityGroups.length > 0;
  if (!filtered && source.needs === null) return hosts;
  return hosts.map(host => {
    const filters = filtered ? lackOfFilters(host.backend, judge) : null;
    return { ...host, lacks: filters ?? lackFor(source.needs, host.backend, judge) };
  });
}

function lackFor(needs: Capability | null, backend: string, { inventory }: Judge): string | null {
  if (needs === null) return null;
  const able = inventory.capabilities(backend)?.[needs];
  return able === true ? null : (able ?? 'It is not connected');
}

/** Rules that nobody keeps would be a lie. */
function lackOfFilters(backend: string, { inventory }: Judge): string | null {
  const able = inventory.capabilities(backend)?.['instance.setSecurityGroups'];
  return able === true ? null : `It has no security groups: ${able ?? 'it is not connected'}`;
}

export const requestsOf = ({ names, request }: ResolvedLaunch): PlaceRequest[] =>
  names.map(name => ({ ...request, name }));

function placeProblems(requests: readonly PlaceRequest[], placements: readonly Placement[]): LaunchProblem[] {
  const last = placements.at(-1);
  const request = requests[placements.length - 1];
  if (last === undefined || request === undefined || last.host !== null) return [];
  const placed = placements.length - 1;
  const reasons = publicReasons(last.verdicts, request);
  return reasons.map(({ code, message }) =>
    problem(code, null, placed === 0 ? message : `Only ${placed} of ${requests.length} fit. ${message}`),
  );
}
