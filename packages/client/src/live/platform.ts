/** Time, chance and the page, from outside: tests own them. */
export interface Platform {
  /** Milliseconds since 1970. */
  now: () => number;
  after: (ms: number, run: () => void) => () => void;
  /** Uniform in [0, 1). */
  random: () => number;
  /** Calls `woken` when the page is seen again or the machine is back online. */
  onWake: (woken: () => void) => () => void;
}

export const platform: Platform = {
  now: () => Date.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
  random: Math.random,
  onWake: woken => {
    const { document, window } = globalThis;
    // Programs outside a browser never sleep unseen.
    if (typeof document === 'undefined' || typeof window === 'undefined') return () => undefined;
    const onVisible = () => {
      if (document.visibilityState === 'visible') woken();
    };
    document.addEventListener('visibilitychange', onVisible);
    window.addEventListener('online', woken);
    return () => {
      document.removeEventListener('visibilitychange', onVisible);
      window.removeEventListener('online', woken);
    };
  },
};
