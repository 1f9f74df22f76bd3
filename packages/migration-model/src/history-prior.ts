import type { Band } from './forecast.ts';
import { quantile, type Weighted } from './quantile.ts';

/** A move that ended well: how much memory, how long. */
export interface PastMove {
  memoryBytes: number;
  seconds: number;
  /** Copied its disks too. */
  withDisks: boolean;
}

/** Nothing is known of this back end: what a move of 4 GiB takes at 1 Gbit/s, give or take a factor of four. */
const guess: readonly Weighted[] = [0.25, 0.5, 1, 2, 4].map(factor => ({
  value: factor * 9e-9,
  weight: 1,
}));
/** What every move takes, however small, seconds. */
const overheadSeconds = 4;
/** Moves of a size this many times apart count half. */
const alike = 4;
/** A guess counts as much as so many real moves. */
const weightOfGuess = 0.4;

/**
 * How long a move will take, from moves before it: seconds a byte, where those of about the same size count most.
 * For back ends that tell a percentage and nothing else (MM-13). Low confidence, and said so.
 */
export function priorSeconds(move: Omit<PastMove, 'seconds'>, past: readonly PastMove[]): Band {
  const bytes = Math.max(1, move.memoryBytes);
  const points: Weighted[] = [
    ...guess.map(p => ({ value: p.value, weight: weightOfGuess / guess.length })),
    ...past
      .filter(p => p.memoryBytes > 0 && p.seconds > 0)
      .map(p => ({
        value: Math.max(0, p.seconds - overheadSeconds) / p.memoryBytes,
        weight: likeness(p.memoryBytes / bytes) * (p.withDisks === move.withDisks ? 1 : 0.2),
      })),
  ];
  const at = (share: number) => overheadSeconds + bytes * (quantile(points, share) ?? 0);
  return { low: at(0.05), central: at(0.5), high: at(0.95) };
}

const likeness = (ratio: number) => 2 ** -Math.abs(Math.log(ratio) / Math.log(alike));

/** A percentage says something of its own only from here on: before, it is mostly rounding. */
const leastPercent = 5;
/** And even at the end it is not trusted further than this: percentages dwell, and jump. */
const mostTrust = 0.8;

/** Remaining seconds from the prior and from how fast the percentage has been rising. */
export function remainingSeconds(prior: Band, elapsedSeconds: number, percent: number | null): Band {
  const done = Math.min(100, Math.max(0, percent ?? 0));
  const bySlope = done >= leastPercent ? (elapsedSeconds * (100 - done)) / done : null;
  const trust = bySlope === null ? 0 : mostTrust * Math.min(1, done / 60);
  const mixed = (total: number) => {
    const byPrior = Math.max(0.1 * elapsedSeconds * (1 - done / 100), total - elapsedSeconds);
    return bySlope === null ? byPrior : trust * bySlope + (1 - trust) * byPrior;
  };
  return { low: mixed(prior.low), central: mixed(prior.central), high: mixed(prior.high) };
}
