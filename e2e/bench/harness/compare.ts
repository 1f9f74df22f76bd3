import { type Figure, rounded, type Target } from './figure.ts';
import { median } from './statistics.ts';

export interface Comparison {
  what: string;
  unit?: string;
  n: number;
  /** One value a run, in run order; `reference` has as many. */
  ours: readonly number[];
  reference?: readonly number[];
  target: Target | null;
  notes?: string[];
}

/** Medians of both sides, and the median of the ratios of runs that were neighbours in time. */
export function compare(comparison: Comparison): Figure {
  const { ours, reference = [], target } = comparison;
  const ratios = ours.flatMap((value, run) => {
    const other = reference[run];
    return other === undefined || other === 0 ? [] : [value / other];
  });
  const values = {
    ours: median(ours),
    reference: reference.length > 0 ? median(reference) : null,
    ratio: ratios.length > 0 ? median(ratios) : null,
  };
  return {
    what: comparison.what,
    unit: comparison.unit ?? 'ms',
    n: comparison.n,
    runs: ours.length,
    ours: rounded(values.ours),
    reference: values.reference === null ? null : rounded(values.reference),
    ratio: values.ratio === null ? null : rounded(values.ratio),
    target: target?.text ?? 'none: explains another row',
    met: target ? target.met(values) : null,
    notes: [...(comparison.notes ?? []), ...spread(ours)],
  };
}

function spread(values: readonly number[]): string[] {
  if (values.length < 2) return [];
  return [`ours over the runs: ${rounded(Math.min(...values))} to ${rounded(Math.max(...values))}`];
}
