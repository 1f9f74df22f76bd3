import { defaultPolicy, type PlaceHost, type Refusal, type Verdict } from '../placement/model.ts';
import { place, withInstance } from '../placement/place.ts';
import type { DrainRequest, Homeless, Leaver, Obstacle, Placed } from './model.ts';

export interface Settled {
  placed: readonly Placed[];
  homeless: readonly Homeless[];
  after: readonly PlaceHost[];
}

/**
 * Where everything goes: the largest first, for they have the fewest places to go, and each into the world as it will
 * be when those before it are there.
 */
export function settleLeavers({ host, leavers, hosts, policy = defaultPolicy }: DrainRequest): Settled {
  let world = hosts.filter(({ id }) => id !== host);
  const placed: Placed[] = [];
  const homeless: Homeless[] = [];
  for (const leaver of leavers.toSorted(largestFirst)) {
    const { request } = leaver;
    const open = world.filter(({ id }) => leaver.admitted?.includes(id) ?? true);
    const { host: to, verdicts } = place(request, open, { policy, random: () => 0 });
    if (to === null) {
      const away = world.filter(({ id }) => !open.some(other => other.id === id));
      homeless.push({ leaver, obstacles: obstaclesOf(verdicts, away.length) });
      continue;
    }
    const score = verdicts.find(verdict => verdict.host.id === to.id)?.score ?? 0;
    placed.push({ leaver, to, score });
    world = world.map(other => (other.id === to.id ? withInstance(other, request, policy) : other));
  }
  return { placed, homeless, after: world };
}

const largestFirst = (a: Leaver, b: Leaver): number =>
  b.request.memoryMiB - a.request.memoryMiB || b.request.vcpus - a.request.vcpus || (a.id < b.id ? -1 : 1);

const notAdmitted: Refusal = {
  filter: 'backend',
  code: 'placement.backend',
  message: 'Its back end does not move it there',
  shortage: null,
};

/** The reason that keeps most hosts away first; of one kind the host that comes nearest speaks. */
function obstaclesOf(verdicts: readonly Verdict[], notOpen: number): Obstacle[] {
  const byCode = Map.groupBy(
    verdicts.flatMap(({ refusals }) => refusals),
    ({ code }) => code,
  );
  const found = [...byCode.values()].flatMap((refusals): Obstacle[] => {
    const nearest = refusals.toSorted((a, b) => (b.shortage?.free ?? 0) - (a.shortage?.free ?? 0))[0];
    return nearest ? [{ refusal: nearest, hosts: refusals.length }] : [];
  });
  if (notOpen > 0) found.push({ refusal: notAdmitted, hosts: notOpen });
  return found.toSorted((a, b) => b.hosts - a.hosts);
}
