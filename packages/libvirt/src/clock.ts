/** Time as a dependency, so that tests can own it. */
export interface Clock {
  /** Milliseconds, from any start. */
  now: () => number;
  /** Runs once after `ms`; returns the cancellation. */
  after: (ms: number, run: () => void) => () => void;
}

/** Uniform in [0, 1). */
export type Random = () => number;

export const systemClock: Clock = {
  now: () => Date.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};
