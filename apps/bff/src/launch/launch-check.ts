import type { PlaceHost, Verdict } from '@orrery/balancer/placement/model.ts';
import { place, roomFor } from '@orrery/balancer/placement/place.ts';
import { publicReasons } from '@orrery/balancer/placement/explain.ts';
import type { Launch, LaunchCheck } from '@orrery/contract/launch/launch.ts';
import { type Amounts, type QuotaItem, quotaItems } from '@orrery/contract/quota/quota.ts';
import type { Flavor } from '@orrery/contract/resources/planned.ts';
import type { Quota } from '@orrery/contract/resources/identity.ts';
import { sizeText } from '@orrery/contract/size-text.ts';
import type { Viewer } from '../authz/viewer.ts';
import { row, rows } from '../inventory/resource-row.ts';
import { amountsOf, type HeldReservation, nothing } from '../operations/reservation.ts';
import { hostsFor, type Judge, judgeLaunch, requestsOf, times } from './judge-launch.ts';
import type { LaunchProblem } from './problems.ts';
import type { ResolvedLaunch } from './resolve-launch.ts';
import { gib, rootBytes } from './sources.ts';

export interface Checked {
  viewer: Viewer;
  launch: Launch;
  problems: readonly LaunchProblem[];
  resolved: ResolvedLaunch | undefined;
  project: string | null;
  reservations: readonly HeldReservation[];
}

interface Standing {
  quota: Quota | null;
  taken: Amounts;
}

/** Answer of `POST /instances/launch-check`: everything against it, what it takes, and where it would fit. */
export function checkReply(checked: Checked, judge: Judge): LaunchCheck {
  const { launch, resolved, project, reservations } = checked;
  const standing = standingOf(checked, judge);
  const quotas = new Map(project !== null && standing.quota ? [[project, standing.quota]] : []);
  const held = { reservations, quotas };
  const judged = resolved && judgeLaunch(resolved, held, judge);
  const problems = [...checked.problems, ...(judged?.problems ?? [])];
  const asked = resolved ? times(resolved.amounts, launch.count) : nothing;
  const hosts = resolved ? hostsFor(resolved, held, judge) : [];
  return {
    ok: problems.length === 0,
    problems,
    quota: quotaOf(standing, asked),
    fits: resolved ? roomFor({ ...resolved.request, name: '' }, hosts) : null,
    flavors: resolved ? flavorsOf(checked, { resolved, hosts, standing }, judge) : [],
    copies: resolved ? copiesOf(resolved) : null,
    hosts: resolved && checked.viewer.scope.fleet ? verdictsOf(resolved, hosts, judge) : [],
  };
}

const copiesOf = ({ source: { copies, left } }: ResolvedLaunch): LaunchCheck['copies'] =>
  copies && { disk: copies.name, left: [...left] };

function standingOf({ project, reservations }: Checked, { inventory, accounts }: Judge): Standing {
  if (project === null) return { quota: null, taken: nothing };
  const quota = row(inventory.store, 'project', project)?.quota ?? null;
  return { quota, taken: accounts.taken(project, reservations) };
}

function quotaOf({ quota, taken }: Standing, asked: Amounts): LaunchCheck['quota'] {
  const item = (name: QuotaItem) => ({
    limit: quota?.[name] ?? null,
    used: rounded(taken[name]),
    asked: rounded(asked[name]),
  });
  return {
    instances: item('instances'),
    vcpus: item('vcpus'),
    memoryMiB: item('memoryMiB'),
    volumes: item('volumes'),
    volumeGiB: item('volumeGiB'),
  };
}

const rounded = (value: number): number => Math.round(value * 100) / 100;

function flavorsOf(
  { viewer, project }: Checked,
  {
    resolved,
    hosts,
    standing,
  }: { resolved: ResolvedLaunch; hosts: readonly PlaceHost[]; standing: Standing },
  { inventory, random }: Judge,
): LaunchCheck['flavors'] {
  const visible = [...rows(inventory.store, 'flavor')].filter(
    flavor => viewer.scope.sees(flavor) && (flavor.project === null || flavor.project === project),
  );
  return visible
    .filter(({ status }) => status === 'active')
    .map(flavor => {
      const diskBytes = rootBytes(resolved.source, flavor);
      const { vcpus, memoryMiB } = flavor;
      const request = { ...resolved.request, name: '', vcpus, memoryMiB, diskBytes };
      const byPlace = roomFor(request, hosts);
      const fits = Math.min(byPlace, roomInQuota(standing, weightOf(flavor, resolved)));
      const none = (why: Why) =>
        ({ flavor: flavor.id, fits: 0, code: why.code, reason: why.message }) as const;
      const unfit = unfitReason(flavor, resolved);
      if (unfit !== null) return none(unfit);
      if (fits > 0) return { flavor: flavor.id, fits, code: null, reason: null };
      const [nearest] = byPlace > 0 ? [] : publicReasons(place(request, hosts, { random }).verdicts, request);
      return none(nearest ?? quotaIsFull);
    });
}

function weightOf(flavor: Flavor, { source }: ResolvedLaunch): Amounts {
  const { vcpus, memoryMiB } = flavor;
  const volumes = source.makesDisk ? 1 : 0;
  return amountsOf({ instances: 1, vcpus, memoryMiB, volumes, volumeGiB: rootBytes(source, flavor) / gib });
}

type Why = Pick<LaunchProblem, 'code' | 'message'>;

const quotaIsFull: Why = { code: 'quota.exceeded', message: 'The quota does not allow one more' };

/** The codes are those of the launch itself (sources.ts). */
function unfitReason({ memoryMiB, diskGiB }: Flavor, { source }: ResolvedLaunch): Why | null {
  if (memoryMiB < source.memoryMiB)
    return {
      code: 'launch.memory-small',
      message: `The image needs ${sizeText(source.memoryMiB)} of memory`,
    };
  const needed = Math.ceil(source.diskBytes / gib);
  return source.makesDisk && diskGiB > 0 && diskGiB < needed
    ? { code: 'launch.disk-small', message: `The source needs a disk of ${needed} GiB` }
    : null;
}

function roomInQuota({ quota, taken }: Standing, weight: Amounts): number {
  if (quota === null) return Number.MAX_SAFE_INTEGER;
  const rooms = quotaItems.flatMap(item => {
    const limit = quota[item];
    return limit === null || weight[item] === 0 ? [] : [Math.floor((limit - taken[item]) / weight[item])];
  });
  return Math.max(0, Math.min(Number.MAX_SAFE_INTEGER, ...rooms));
}

function verdictsOf(
  resolved: ResolvedLaunch,
  hosts: readonly PlaceHost[],
  { random }: Judge,
): LaunchCheck['hosts'] {
  const [request] = requestsOf(resolved);
  if (request === undefined) return [];
  return place(request, hosts, { random }).verdicts.map(verdictRow);
}

const verdictRow = ({ host, refusals, score }: Verdict): LaunchCheck['hosts'][number] => ({
  host: host.id,
  hostName: host.name,
  fits: refusals.length === 0,
  score: score === null ? null : rounded(score),
  reasons: refusals.map(({ filter, code, message }) => ({ filter, code, message })),
});
