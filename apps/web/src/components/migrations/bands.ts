import { formatDuration } from '../../lib/units.ts';

/** From 5 % to 95 %, as the contract has it. */
export type Band = { low: number; central: number; high: number };

/** Milliseconds as people say a span of time: "40–55 s", "55 s – 2 min". */
export function durationBand({ low, high }: Pick<Band, 'low' | 'high'>): string {
  return joined(formatDuration(low), formatDuration(high));
}

/** The unit once where both ends have the same; one figure where both ends read alike. */
export function joined(low: string, high: string): string {
  if (low === high) return low;
  const [from, unit, ...more] = low.split(' ');
  const [, highUnit, ...rest] = high.split(' ');
  const simple = more.length === 0 && rest.length === 0 && unit === highUnit;
  return simple ? `${from}–${high}` : `${low} – ${high}`;
}
