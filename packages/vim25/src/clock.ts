/** Time as a dependency, so that tests can own it. */
export interface Clock {
  /** Milliseconds since 1970. */
  now: () => number;
  /** Runs once after `ms`; returns the cancellation. */
  after: (ms: number, run: () => void) => () => void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};
