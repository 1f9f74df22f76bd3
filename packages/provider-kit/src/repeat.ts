import type { Clock } from './clock.ts';

export interface Repetition {
  clock: Clock;
  everyMs: number;
  run: () => Promise<void>;
  onError: (error: unknown) => void;
}

/** The pause is at least this many times as long as the work: a slow daemon is asked less often. */
const restFactor = 3;

/** Runs again and again, never twice at once; returns the end. */
export function repeat({ clock, everyMs, run, onError }: Repetition): () => void {
  let ended = false;
  let cancel = () => {};
  const next = (ms: number) => {
    cancel = clock.after(ms, () => void once());
  };
  const once = async () => {
    const began = clock.now();
    try {
      await run();
    } catch (error) {
      if (!ended) onError(error);
    }
    if (!ended) next(Math.max(everyMs, (clock.now() - began) * restFactor));
  };
  next(everyMs);
  return () => {
    ended = true;
    cancel();
  };
}
