/** Time as a dependency, so that tests and the simulator can own it. */
export interface Clock {
  /** Milliseconds since 1970. */
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

/** The instant as ISO 8601 with milliseconds. */
export const isoNow = (clock: Clock): string => new Date(clock.now()).toISOString();

/** Resolves after `ms`, or rejects with the signal's reason. */
export function pause(clock: Clock, ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const cancel = clock.after(ms, () => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    });
    const onAbort = () => {
      cancel();
      reject(signal?.reason);
    };
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}
