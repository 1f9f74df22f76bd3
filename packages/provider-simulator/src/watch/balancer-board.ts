import type { SimulatedDataCentre } from '../data-centre.ts';
import type { HostLoad } from '../load/host-load.ts';
import { moveRefusal } from '../migration/moving.ts';
import type { SimCluster, SimHost, SimRecommendation } from '../world/model.ts';
import { type Proposal, proposals } from './balance.ts';

/** What nobody has applied by then rests on old figures. */
const validMs = 10 * 60_000;

/** From what gain on it has which priority; 1 is for what must be done, which evening out never is. */
const urgency = [6, 3, 1.5];
const priorityOf = (gain: number): number => {
  const at = urgency.findIndex(least => gain >= least);
  return 2 + (at < 0 ? urgency.length : at);
};

const points = (n: number): number => Math.round(n * 10) / 10;

/** Keeps the recommendations of the clusters' own balancers: what still holds stays as it is, under its id. */
export class BalancerBoard {
  readonly #dataCentre: SimulatedDataCentre;
  #serial = 0;

  constructor(dataCentre: SimulatedDataCentre) {
    this.#dataCentre = dataCentre;
  }

  look(cluster: SimCluster, loads: ReadonlyMap<SimHost, HostLoad>): void {
    const { world, clock } = this.#dataCentre;
    const now = clock.now();
    const wanted = proposals(cluster, loads);
    const own = [...world.recommendations.values()].filter(r => r.from.cluster === cluster);
    const kept = own.filter(r => holds(r, now) && wanted.some(p => p.instance === r.instance));
    const gone = own.filter(r => !kept.includes(r));
    for (const { native } of gone) world.recommendations.delete(native);
    if (gone.length > 0) this.#dataCentre.context().gone(gone);
    for (const proposal of wanted)
      if (!kept.some(r => r.instance === proposal.instance)) this.#add(proposal, now);
  }

  #add({ instance, from, to, gain, before }: Proposal, now: number): void {
    const recommendation: SimRecommendation = {
      kind: 'recommendation',
      native: `rec-${++this.#serial}`,
      name: instance.name,
      instance,
      from,
      to,
      priority: priorityOf(gain),
      reason: `Evens out CPU: imbalance ${points(before)} → ${points(before - gain)}`,
      gain: points(gain),
      createdAt: now,
      expiresAt: now + validMs,
    };
    this.#dataCentre.world.recommendations.set(recommendation.native, recommendation);
    this.#dataCentre.touch(recommendation);
  }
}

const holds = ({ instance, from, to, expiresAt }: SimRecommendation, now: number): boolean =>
  now < expiresAt && instance.host === from && moveRefusal(instance, to) === null;
