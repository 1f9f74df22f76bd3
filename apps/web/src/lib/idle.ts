import { useEffect, useState } from 'react';

// Safari has no requestIdleCallback: by then the first rows are on screen.
const SURELY_IDLE_MS = 1500;

/** Runs once the page has nothing more urgent to do. Returns how to forget it. */
export function whenIdle(run: () => void): () => void {
  if (typeof requestIdleCallback === 'function') {
    const handle = requestIdleCallback(run, { timeout: 2 * SURELY_IDLE_MS });
    return () => cancelIdleCallback(handle);
  }
  const timer = setTimeout(run, SURELY_IDLE_MS);
  return () => clearTimeout(timer);
}

/** False while the page is being loaded, true once it has come to rest: what nobody needs at first waits for it. */
export function useIdle(): boolean {
  const [idle, setIdle] = useState(false);
  useEffect(() => whenIdle(() => setIdle(true)), []);
  return idle;
}
