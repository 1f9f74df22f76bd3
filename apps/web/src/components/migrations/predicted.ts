import type { Migration } from '@orrery/contract/migrations/migration.ts';
import { formatBytes, formatDuration } from '../../lib/units.ts';
import { type Band, joined } from './bands.ts';

export interface Comparison {
  what: 'time' | 'pause' | 'bytes';
  predicted: string | null;
  real: string | null;
  /** Whether what came lies within what was said; null where one of the two is not known. */
  within: boolean | null;
}

const band = (
  said: Band | null | undefined,
  real: number | null | undefined,
  format: (value: number) => string,
) => ({
  predicted: said ? joined(format(said.low), format(said.high)) : null,
  real: real === null || real === undefined ? null : format(real),
  within: said && real !== null && real !== undefined ? real >= said.low && real <= said.high : null,
});

/** Predicted beside real: time, pause, bytes. */
export function compare({ predicted, result }: Pick<Migration, 'predicted' | 'result'>): Comparison[] {
  const pause = predicted?.pause ?? null;
  // Of the pause a most is promised, and no least.
  const pauseBand = pause && { low: 0, central: pause.expectedMs, high: pause.atMostMs };
  const said = pause && `${formatDuration(pause.expectedMs)} (≤ ${formatDuration(pause.atMostMs)})`;
  return [
    { what: 'time', ...band(predicted?.totalMs, result?.totalMs, formatDuration) },
    { what: 'pause', ...band(pauseBand, result?.pauseMs, formatDuration), predicted: said },
    { what: 'bytes', ...band(predicted?.bytes, result?.bytes, formatBytes) },
  ];
}
