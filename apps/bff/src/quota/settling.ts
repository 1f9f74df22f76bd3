import { type Clock, isoNow } from '@orrery/provider-kit/clock.ts';
import type { InventoryLog } from '../inventory/inventory-service.ts';
import type { InventoryStore } from '../inventory/resource-row.ts';
import type { OperationStore } from '../operations/operation-store.ts';
import type { HeldReservation } from '../operations/reservation.ts';
import { isNothing, outstanding, outstandingOnHost } from './outstanding.ts';

export interface SettlingOptions {
  store: InventoryStore;
  operations: Pick<OperationStore, 'reservations' | 'release'>;
  clock: Clock;
  log: InventoryLog;
}

const lookEveryMs = 1_000;
/** What is not seen by then was made and has gone again, or its backend is away: its place is given back. */
export const keptMs = 10 * 60_000;

/** Gives reservations back once the inventory shows what they were for. */
export class Settling {
  readonly #options: SettlingOptions;
  #cancel: (() => void) | undefined;
  #stopped = false;
  /** Something may be waiting that no look that has begun has seen. */
  #asked = false;

  constructor(options: SettlingOptions) {
    this.#options = options;
  }

  /** Something was reserved or has ended: look until nothing of it waits any more. */
  watch(): void {
    this.#asked = true;
    if (this.#stopped || this.#cancel) return;
    this.#cancel = this.#options.clock.after(lookEveryMs, () => {
      this.#asked = false;
      void this.#look().then(waits => {
        this.#cancel = undefined;
        // What ended while it looked may have come too late to be seen.
        if (waits || this.#asked) this.watch();
      });
    });
  }

  stop(): void {
    this.#stopped = true;
    this.#cancel?.();
  }

  /** Whether something is still waited for. */
  async #look(): Promise<boolean> {
    const { operations, clock, log } = this.#options;
    try {
      const ended = (await operations.reservations()).filter(({ endedAt }) => endedAt !== null);
      const done = ended.filter(reservation => this.#isSettled(reservation));
      await operations.release(done.map(({ operation }) => operation));
      return done.length < ended.length;
    } catch (error) {
      log('warn', 'reservations could not be looked through; trying again', { error, at: isoNow(clock) });
      return true;
    }
  }

  #isSettled(reservation: HeldReservation): boolean {
    const { store, clock } = this.#options;
    if ((reservation.endedAt ?? 0) + keptMs < clock.now()) return true;
    const { vcpus, memoryMiB } = outstandingOnHost(reservation, store);
    return isNothing(outstanding(reservation, store)) && vcpus <= 0 && memoryMiB <= 0;
  }
}
