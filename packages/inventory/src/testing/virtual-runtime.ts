import type { Runtime } from '../live/types.ts';

interface Timer {
  readonly at: number;
  readonly order: number;
  readonly task: () => void;
}

/** Time that only moves when told. Every look at the monotonic clock costs `lookCostMs`, so that slices end. */
export class VirtualRuntime implements Runtime {
  private time: number;
  private ticks = 0;
  private order = 0;
  private readonly timers = new Set<Timer>();
  lookCostMs: number;

  constructor(options: { startAt?: number; lookCostMs?: number } = {}) {
    this.time = options.startAt ?? Date.UTC(2026, 0, 1);
    this.lookCostMs = options.lookCostMs ?? 0.01;
  }

  now(): number {
    return this.time;
  }

  monotonic(): number {
    this.ticks += this.lookCostMs;
    return this.time + this.ticks;
  }

  after(delayMs: number, task: () => void): () => void {
    const timer = { at: this.time + delayMs, order: this.order, task };
    this.order += 1;
    this.timers.add(timer);
    return () => this.timers.delete(timer);
  }

  /** Runs the one task that is due first, if it is due by `until`. */
  step(until: number): boolean {
    const next = this.first();
    if (next === undefined || next.at > until) return false;
    this.timers.delete(next);
    this.time = Math.max(this.time, next.at);
    next.task();
    return true;
  }

  advance(ms: number): void {
    const until = this.time + ms;
    for (let steps = 0; this.step(until); steps += 1) {
      if (steps > 1_000_000) throw new Error('Tasks keep asking for more turns without time going on.');
    }
    this.time = until;
  }

  private first(): Timer | undefined {
    let first: Timer | undefined;
    for (const timer of this.timers) {
      if (
        first === undefined ||
        timer.at < first.at ||
        (timer.at === first.at && timer.order < first.order)
      ) {
        first = timer;
      }
    }
    return first;
  }
}
