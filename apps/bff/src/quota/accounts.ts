import { counted } from '@orrery/contract/counted.ts';
import { type Amounts, type QuotaItem, quotaItems } from '@orrery/contract/quota/quota.ts';
import type { Quota } from '@orrery/contract/resources/identity.ts';
import { RequestError } from '../errors/request-error.ts';
import type { InventoryStore } from '../inventory/resource-row.ts';
import { type HeldReservation, nothing, plus } from '../operations/reservation.ts';
import { outstanding } from './outstanding.ts';
import { ProjectTotals } from './project-totals.ts';

/** A limit that would be passed. */
export interface Excess {
  item: QuotaItem;
  limit: number;
  /** Used and reserved. */
  taken: number;
  asked: number;
}

/** What projects have taken of their quotas: what is there, and what is being made. */
export class Accounts {
  readonly #store: InventoryStore;
  readonly totals: ProjectTotals;

  constructor(store: InventoryStore) {
    this.#store = store;
    this.totals = new ProjectTotals(store);
  }

  used(project: string): Amounts {
    return this.totals.of(project);
  }

  reserved(project: string, reservations: readonly HeldReservation[]): Amounts {
    return reservations
      .filter(reservation => reservation.project === project)
      .map(reservation => outstanding(reservation, this.#store))
      .reduce(plus, nothing);
  }

  taken(project: string, reservations: readonly HeldReservation[]): Amounts {
    return plus(this.used(project), this.reserved(project, reservations));
  }

  /** Limits that `asked` would pass. What is passed already only stands in the way of more of it. */
  excess(
    project: string,
    {
      asked,
      quota,
      reservations,
    }: { asked: Amounts; quota: Quota; reservations: readonly HeldReservation[] },
  ): Excess[] {
    const taken = this.taken(project, reservations);
    return quotaItems.flatMap(item => {
      const limit = quota[item];
      if (limit === null || asked[item] <= 0 || taken[item] + asked[item] <= limit) return [];
      return [{ item, limit, taken: taken[item], asked: asked[item] }];
    });
  }
}

const words: Record<QuotaItem, (count: number) => string> = {
  instances: count => about(count, 'instance'),
  vcpus: count => about(count, 'vCPU'),
  memoryMiB: mib => (mib < 1024 ? `${rounded(mib)} MiB of memory` : `${rounded(mib / 1024)} GiB of memory`),
  volumes: count => about(count, 'volume'),
  volumeGiB: gib => `${rounded(gib)} GiB of volumes`,
  snapshots: count => about(count, 'snapshot'),
  networks: count => about(count, 'network'),
  images: count => about(count, 'image'),
};

const rounded = (value: number): number => Math.ceil(value * 10) / 10;
const about = (count: number, noun: string): string => counted(rounded(count), noun);

/** "The project's quota is 10 vCPUs; 8 vCPUs taken and 4 vCPUs more asked for". */
export function excessSentence({ item, limit, taken, asked }: Excess): string {
  const say = words[item];
  return `The project's quota is ${say(limit)}; ${say(taken)} taken and ${say(asked)} more asked for`;
}

export function exceeded(over: readonly Excess[]): RequestError {
  const reasons = over.map(excess => ({ code: `quota.${excess.item}`, message: excessSentence(excess) }));
  return new RequestError('quota.exceeded', reasons[0]?.message ?? 'The quota does not allow it', {
    reasons,
  });
}
