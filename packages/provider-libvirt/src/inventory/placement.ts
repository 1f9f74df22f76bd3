import type { HostRecord, DomainFacts } from '../host/facts.ts';
import { isActive, isMigrationCopy } from '../map/power.ts';

export interface Copy {
  host: HostRecord;
  facts: DomainFacts;
}

/**
 * How much a copy of a domain speaks for it. During a migration the domain is on two hosts: the one that runs it counts;
 * the one whose memory is still arriving does not. A host out of reach counts least: what it told may be long over.
 */
function weight({ host, facts }: Copy): number {
  const reachable = host.lost === null ? 8 : 0;
  const active = isActive(facts.state) ? 4 : 0;
  const own = isMigrationCopy(facts.state) ? 0 : 2;
  return reachable + active + own;
}

/** The copy that is shown as the instance. `before` is the host it was shown on: it stays there when all else is equal. */
export function primaryCopy(copies: readonly Copy[], before: string | undefined): Copy | undefined {
  let best: Copy | undefined;
  for (const copy of copies) {
    const better = best === undefined ? 1 : weight(copy) - weight(best);
    if (better > 0 || (better === 0 && copy.host.name === before)) best = copy;
  }
  return best;
}

/** Two hosts have it active at once: it is on its way from one to the other. */
export const isMigrating = (copies: readonly Copy[]): boolean =>
  copies.filter(copy => copy.host.lost === null && isActive(copy.facts.state)).length > 1;
