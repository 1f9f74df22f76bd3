import type { Band, Forecast } from './forecast.ts';
import type { Basis, Confidence, MigrationOutlook } from './outlook.ts';
import { handoverSeconds } from './precopy.ts';

/** Seconds to milliseconds, with what comes before. */
export function scaled(seconds: Band, before: number): Band {
  return {
    low: 1000 * (before + seconds.low),
    central: 1000 * (before + seconds.central),
    high: 1000 * (before + seconds.high),
  };
}

/** Width of the band, as a part of the whole time, up to which it is called high, and medium. */
const narrow = 0.25;
const fair = 0.6;

export function confidenceOf(known: {
  basis: Basis;
  etaMs: Band | null;
  elapsedMs: number;
  certain: boolean;
}): Confidence {
  const { basis, etaMs, elapsedMs } = known;
  if (known.certain) return 'high';
  if (etaMs === null || basis === 'nothing') return 'none';
  if (basis === 'history') return 'low';
  const width = (etaMs.high - etaMs.low) / Math.max(1, elapsedMs + etaMs.central);
  if (width <= narrow && basis === 'passes') return 'high';
  return width <= fair ? 'medium' : 'low';
}

/**
 * The last pages are sent without the limit, so the pause is shorter than their size over the bandwidth; how much so
 * depends on a link that was never seen at its full speed. The hypervisor never begins with more than fits.
 */
export function pauseOf(found: Forecast, bandwidth: number): MigrationOutlook['pause'] {
  if (found.leftForPause === null) return null;
  const ms = (bytes: number) => 1000 * (bytes / bandwidth + handoverSeconds);
  return { expectedMs: ms(found.leftForPause.central), atMostMs: ms(found.leftForPause.high) };
}
