import type { PassRecord } from './pass-tracker.ts';

/** So many passes, over so long, are compared: their younger half with their older half. */
const fewestPasses = 6;
const shortestSeconds = 6;
/** Younger ones that have not come down to this part of the older ones are no progress. */
const leastProgress = 0.92;
/** This close to fitting, luck may still do it. */
const closeToFitting = 1.12;

/**
 * Whether the last passes got no closer (MM-8). Whatever is believed of the guest: a move that has been at the same
 * level for many passes will not end. `fits` bytes fit into the pause.
 */
export function isFutile(passes: readonly PassRecord[], fits: number): boolean {
  const last = passes.at(-1);
  if (!last) return false;
  const longAgo = passes.findLastIndex(p => last.endedAtMs - p.endedAtMs >= 1000 * shortestSeconds);
  const from = Math.min(longAgo, passes.length - fewestPasses);
  if (from < 0) return false;
  const recent = passes.slice(from);
  const half = Math.floor(recent.length / 2);
  const older = meanLevel(recent.slice(0, half));
  const younger = meanLevel(recent.slice(half));
  return younger > leastProgress * older && younger > closeToFitting * fits;
}

/** What a pass left to the next: still listed, and found dirty. */
const meanLevel = (passes: readonly PassRecord[]): number =>
  passes.reduce((sum, p) => sum + p.listedBytes + p.dirtiedBytes, 0) / passes.length;
