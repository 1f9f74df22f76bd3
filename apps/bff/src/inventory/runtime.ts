import type { Clock } from '@orrery/provider-kit/clock.ts';

/** Time as the inventory needs it: a Clock for providers and a Runtime for live queries in one. */
export interface InventoryRuntime extends Clock {
  /** Monotonic milliseconds with a fraction. */
  monotonic: () => number;
}

export const systemRuntime: InventoryRuntime = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after: (ms, run) => {
    if (ms <= 0) {
      const immediate = setImmediate(run);
      return () => clearImmediate(immediate);
    }
    const timer = setTimeout(run, ms);
    // Housekeeping never keeps the process alive by itself.
    timer.unref();
    return () => clearTimeout(timer);
  },
};

export const iso = (milliseconds: number): string => new Date(milliseconds).toISOString();
