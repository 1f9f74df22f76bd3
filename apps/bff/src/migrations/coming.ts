import type { InventoryService } from '../inventory/inventory-service.ts';
import { row } from '../inventory/resource-row.ts';

interface Claim {
  instance: string;
  host: string;
  untilMs: number;
}

/** One that was promised a place and did not begin has given it back by then. */
const keptForMs = 30_000;

/** Places that moves are on their way to: a second one does not count on the same room (MG-8). */
export class Coming {
  readonly #inventory: Pick<InventoryService, 'store' | 'runtime'>;
  readonly #claims = new Map<string, Claim>();

  constructor(inventory: Pick<InventoryService, 'store' | 'runtime'>) {
    this.#inventory = inventory;
  }

  claim(instance: string, host: string, forGood = false): void {
    const untilMs = forGood ? Number.POSITIVE_INFINITY : this.#inventory.runtime.now() + keptForMs;
    this.#claims.set(instance, { instance, host, untilMs });
  }

  release(instance: string): void {
    this.#claims.delete(instance);
  }

  on(host: string): { vcpus: number; memoryMiB: number } {
    const sum = { vcpus: 0, memoryMiB: 0 };
    const now = this.#inventory.runtime.now();
    for (const [key, claim] of this.#claims) {
      if (claim.untilMs < now) this.#claims.delete(key);
      if (claim.untilMs < now || claim.host !== host) continue;
      const instance = row(this.#inventory.store, 'instance', claim.instance);
      const running = instance?.powerState === 'running' || instance?.powerState === 'paused';
      // Once it is there it is in the sums of the host.
      if (!instance || !running || instance.host === host) continue;
      sum.vcpus += instance.vcpus;
      sum.memoryMiB += instance.memoryMiB;
    }
    return sum;
  }
}
