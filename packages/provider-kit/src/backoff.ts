import type { Random } from './clock.ts';

/** Full jitter: uniform in [0, min(cap, base * 2^attempt)), in milliseconds. */
export function backoffMs(
  attempt: number,
  random: Random,
  limits: { baseMs: number; capMs: number },
): number {
  return Math.floor(random() * Math.min(limits.capMs, limits.baseMs * 2 ** Math.min(attempt, 30)));
}
