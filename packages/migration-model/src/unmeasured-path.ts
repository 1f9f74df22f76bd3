import type { Band } from './forecast.ts';
import { type MovePrediction, predictMove } from './predict-move.ts';
import type { RemedyOffer } from './remedies.ts';
import type { MovePlan } from './sample.ts';

/** What a way that nothing was moved over yet may carry, bytes per second. */
export interface PathGuess {
  slow: number;
  likely: number;
  fast: number;
}

const gigabit = 125e6;
/** Half of a link of 1 Gbit/s that others use too: few hosts are moved between over less. */
const slowest = 0.5 * gigabit;
/** One stream of QEMU is bound by a processor, whatever the link: about what it reaches at best. */
const oneStream = 1.2e9;
/** Of what a link is called, without headers. */
const payload = 0.94;

/** From the speed that the links of both hosts say they have, where a back end tells; else from what links are. */
export function guessPath(linkSpeed: number | undefined): PathGuess {
  const fast = Math.min(oneStream, payload * (linkSpeed ?? 10 * gigabit));
  const slow = Math.min(slowest, 0.5 * fast);
  // Between two orders of magnitude the middle is that of their logarithms.
  return { slow, likely: Math.sqrt(slow * fast), fast };
}

/** Whether a limit is so low that it does not matter what the path would carry. */
export const isHeldBack = ({ limits }: MovePlan, { slow }: PathGuess): boolean =>
  limits.bandwidth !== null && limits.bandwidth <= slow;

/**
 * A price before anything was ever moved that way (MM-17): that of a slow path at one end of the band, that of a fast
 * one at the other. It rests on sizes, and its confidence is low.
 */
export function predictUnmeasured(
  plan: MovePlan,
  path: PathGuess,
  offers: readonly RemedyOffer[] = [],
): MovePrediction {
  const at = (expectedBandwidth: number) => predictMove({ ...plan, expectedBandwidth }, offers);
  const [slow, likely, fast] = [at(path.slow), at(path.likely), at(path.fast)];
  const agree = slow.verdict === likely.verdict && likely.verdict === fast.verdict;
  const ends = [slow, likely, fast].some(({ totalMs }) => totalMs !== null);
  return {
    ...likely,
    verdict: agree ? likely.verdict : likely.verdict && 'borderline',
    totalMs: spread(slow.totalMs, likely.totalMs, fast.totalMs),
    bytes: spread(slow.bytes, likely.bytes, fast.bytes),
    pause: likely.pause ?? fast.pause,
    cpuSeconds: likely.cpuSeconds ?? fast.cpuSeconds,
    confidence: ends ? 'low' : 'none',
    basis: 'sizes',
  };
}

/** Of the cases that end; what a borderline one may take longer its verdict says. */
function spread(...bands: (Band | null)[]): Band | null {
  const known = bands.filter(band => band !== null);
  if (known.length === 0) return null;
  const central = bands[1] ?? known[0];
  return {
    low: Math.min(...known.map(({ low }) => low)),
    central: central?.central ?? 0,
    high: Math.max(...known.map(({ high }) => high)),
  };
}
