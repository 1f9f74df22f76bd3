/** Something that is loaded when it is first wanted, and asked for again while it cannot be had. */
export interface Arrival<T> {
  get: () => T | undefined;
  subscribe: (listener: () => void) => () => void;
}

type After = (milliseconds: number, run: () => void) => () => void;

const firstRetryMs = 2_000;
const lastRetryMs = 30_000;

const afterTimeout: After = (milliseconds, run) => {
  const timer = setTimeout(run, milliseconds);
  return () => clearTimeout(timer);
};

/** Asks only while somebody listens; what has arrived stays. */
export function createArrival<T>(load: () => Promise<T>, after: After = afterTimeout): Arrival<T> {
  const listeners = new Set<() => void>();
  let arrived: { value: T } | undefined;
  let asking = false;
  let cancelRetry = () => {};
  const ask = (retryMs: number) => {
    asking = true;
    load().then(
      value => {
        arrived = { value };
        for (const listener of listeners) listener();
      },
      () => {
        cancelRetry = after(retryMs, () => ask(Math.min(lastRetryMs, retryMs * 2)));
        if (listeners.size === 0) rest();
      },
    );
  };
  const rest = () => {
    cancelRetry();
    asking = false;
  };
  return {
    get: () => arrived?.value,
    subscribe: listener => {
      listeners.add(listener);
      if (!arrived && !asking) ask(firstRetryMs);
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0 && !arrived) rest();
      };
    },
  };
}
