import type { Runtime } from './types.ts';

export interface RetentionOptions<Q> {
  readonly runtime: Runtime;
  /** A query without listeners is kept up to date this long: a page that is left is often come back to. */
  readonly retainMs: number;
  /** After that, what it showed is remembered this long, for clients who come back after an outage. */
  readonly parkMs: number;
  readonly maxParked: number;
  readonly onPark: (query: Q) => void;
  readonly onDrop: (query: Q) => void;
}

/** What becomes of queries to which nobody listens: kept, then parked, then dropped. */
export class Retention<Q> {
  private readonly options: RetentionOptions<Q>;
  /** Cancels the next step of each idle query. Insertion order: the first parked is the oldest. */
  private readonly kept = new Map<Q, () => void>();
  private readonly parked = new Map<Q, () => void>();

  constructor(options: RetentionOptions<Q>) {
    this.options = options;
  }

  get parkedCount(): number {
    return this.parked.size;
  }

  idle(query: Q): void {
    this.wanted(query);
    this.kept.set(
      query,
      this.options.runtime.after(this.options.retainMs, () => this.park(query)),
    );
  }

  /** Somebody listens again. */
  wanted(query: Q): void {
    this.kept.get(query)?.();
    this.parked.get(query)?.();
    this.kept.delete(query);
    this.parked.delete(query);
  }

  stop(): void {
    for (const cancel of [...this.kept.values(), ...this.parked.values()]) cancel();
    this.kept.clear();
    this.parked.clear();
  }

  private park(query: Q): void {
    this.kept.delete(query);
    this.options.onPark(query);
    this.parked.set(
      query,
      this.options.runtime.after(this.options.parkMs, () => this.drop(query)),
    );
    if (this.parked.size <= this.options.maxParked) return;
    for (const oldest of this.parked.keys()) {
      this.drop(oldest);
      break;
    }
  }

  private drop(query: Q): void {
    this.wanted(query);
    this.options.onDrop(query);
  }
}
