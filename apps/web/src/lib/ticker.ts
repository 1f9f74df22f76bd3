import { useCallback, useSyncExternalStore } from 'react';
import { formatAge, type Instant } from './dates.ts';

/** One timer for every clock on the page: it runs only while something listens and the page is visible. */
export type Ticker = { now(): number; subscribe(listener: () => void): () => void };

type Timers = {
  now(): number;
  every(milliseconds: number, run: () => void): () => void;
};

const browserTimers: Timers = {
  now: () => Date.now(),
  every(milliseconds, run) {
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') run();
    }, milliseconds);
    return () => clearInterval(timer);
  },
};

export function createTicker(timers: Timers = browserTimers): Ticker {
  const listeners = new Set<() => void>();
  let now = timers.now();
  let stop: (() => void) | undefined;
  const tick = () => {
    now = timers.now();
    for (const listener of listeners) listener();
  };
  return {
    now: () => (listeners.size === 0 ? timers.now() : now),
    subscribe(listener) {
      if (listeners.size === 0) now = timers.now();
      listeners.add(listener);
      stop ??= timers.every(1000, tick);
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        stop?.();
        stop = undefined;
      };
    },
  };
}

const ticker = createTicker();

/** Reads a value derived from the clock each second; the component renders only when the value changed. */
export function useClock<T extends string | number | boolean>(read: (now: number) => T): T {
  return useSyncExternalStore(ticker.subscribe, () => read(secondsFloor(ticker.now())));
}

// Whole seconds, so that two reads inside one render agree.
function secondsFloor(now: number): number {
  return Math.floor(now / 1000) * 1000;
}

export function useAge(instant: Instant): string {
  return useClock(useCallback(now => formatAge(instant, now), [instant]));
}

/** True once `instant` is older than its promise, in milliseconds. */
export function useIsOlder(instant: Instant, promiseMs: number): boolean {
  return useClock(useCallback(now => now - new Date(instant).getTime() > promiseMs, [instant, promiseMs]));
}
