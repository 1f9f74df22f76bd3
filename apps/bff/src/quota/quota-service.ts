import type { Missing, ProjectQuota, QuotaItem } from '@orrery/contract/quota/quota.ts';
import type { Quota } from '@orrery/contract/resources/identity.ts';
import type { Clock } from '@orrery/provider-kit/clock.ts';
import { RequestError } from '../errors/request-error.ts';
import { type InventoryStore, row } from '../inventory/resource-row.ts';
import type { OperationStore } from '../operations/operation-store.ts';
import type { HeldReservation } from '../operations/reservation.ts';
import type { Accounts } from './accounts.ts';
import { isNothing, outstanding } from './outstanding.ts';
import { keptMs } from './settling.ts';

export interface QuotaOptions {
  store: InventoryStore;
  operations: Pick<OperationStore, 'reservations' | 'release'>;
  accounts: Accounts;
  clock: Clock;
}

/** What succeeded this long ago and still is not in the inventory, drifts. */
export const driftAfterMs = 60_000;

/** Limits of projects, what is taken of them, and what is taken without being there. */
export class QuotaService {
  readonly #options: QuotaOptions;

  constructor(options: QuotaOptions) {
    this.#options = options;
  }

  async of(project: string): Promise<ProjectQuota> {
    const { store, operations, accounts } = this.#options;
    const quota = row(store, 'project', project)?.quota;
    if (quota === undefined) throw new RequestError('resource.not-found', 'There is no such project');
    const reservations = await operations.reservations();
    const used = accounts.used(project);
    const reserved = accounts.reserved(project, reservations);
    const drifting = this.#drifting(reservations).filter(reservation => reservation.project === project);
    const drift = accounts.reserved(project, drifting);
    const item = (name: QuotaItem) => usage({ name, quota, used, reserved, drift });
    return {
      project,
      items: {
        instances: item('instances'),
        vcpus: item('vcpus'),
        memoryMiB: item('memoryMiB'),
        volumes: item('volumes'),
        volumeGiB: item('volumeGiB'),
        snapshots: item('snapshots'),
        networks: item('networks'),
        images: item('images'),
      },
      missing: drifting.flatMap(reservation => this.#missing(reservation)),
    };
  }

  /** Gives back what is kept for things that were made and are not there. */
  async repair(project: string): Promise<ProjectQuota> {
    const { operations } = this.#options;
    const drifting = this.#drifting(await operations.reservations());
    const own = drifting.filter(reservation => reservation.project === project);
    await operations.release(own.map(({ operation }) => operation));
    return this.of(project);
  }

  #missing(reservation: HeldReservation): Missing[] {
    const { operation, kind, name, endedAt } = reservation;
    const amounts = outstanding(reservation, this.#options.store);
    if (endedAt === null || isNothing(amounts)) return [];
    const at = (ms: number) => new Date(ms).toISOString();
    return [{ operation, kind, name, endedAt: at(endedAt), freedAt: at(endedAt + keptMs), amounts }];
  }

  #drifting(reservations: readonly HeldReservation[]): HeldReservation[] {
    const before = this.#options.clock.now() - driftAfterMs;
    return reservations.filter(({ endedAt }) => endedAt !== null && endedAt < before);
  }
}

type Figures = Record<QuotaItem, number>;

function usage(figures: { name: QuotaItem; quota: Quota; used: Figures; reserved: Figures; drift: Figures }) {
  const { name, quota, used, reserved, drift } = figures;
  return {
    limit: quota[name],
    used: rounded(used[name]),
    reserved: rounded(reserved[name]),
    drift: rounded(drift[name]),
  };
}

const rounded = (value: number): number => Math.round(value * 100) / 100;
