/** A resource of which only so many may be in use: a host, a backend. */
export interface Slot {
  key: string;
  limit: number;
}

interface Waiting {
  slots: readonly Slot[];
  begin: () => void;
}

/** Lets so many run at a time, first come first served as far as their slots are free. */
export class Lanes {
  readonly #used = new Map<string, number>();
  #waiting: Waiting[] = [];

  /** Runs once all slots are free. */
  async run<T>(slots: readonly Slot[], task: () => Promise<T>): Promise<T> {
    await new Promise<void>(begin => {
      this.#waiting.push({ slots, begin });
      this.#next();
    });
    try {
      return await task();
    } finally {
      for (const slot of slots) this.#use(slot, -1);
      this.#next();
    }
  }

  #next(): void {
    const still: Waiting[] = [];
    for (const waiting of this.#waiting) {
      if (waiting.slots.some(slot => this.#count(slot) >= slot.limit)) {
        still.push(waiting);
        continue;
      }
      for (const slot of waiting.slots) this.#use(slot, 1);
      waiting.begin();
    }
    this.#waiting = still;
  }

  #count({ key }: Slot): number {
    return this.#used.get(key) ?? 0;
  }

  #use(slot: Slot, by: 1 | -1): void {
    const count = this.#count(slot) + by;
    if (count > 0) this.#used.set(slot.key, count);
    else this.#used.delete(slot.key);
  }
}
