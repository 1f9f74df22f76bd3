/** One row of the report. Times are milliseconds unless `unit` says otherwise. */
export interface Figure {
  /** P-number of the target and a short name, such as `P1 event to frame, 20000 instances, p50`. */
  what: string;
  unit: string;
  /** Samples behind one run's value. */
  n: number;
  /** Interleaved runs; `ours` and `reference` are medians over them. */
  runs: number;
  ours: number | null;
  reference: number | null;
  /** ours / reference, taken per run and then the median, because both saw the same neighbours. */
  ratio: number | null;
  target: string;
  /** Null: there is no target for this row, it explains another. */
  met: boolean | null;
  notes: string[];
}

export interface Skipped {
  benchmark: string;
  reason: string;
}

export interface Outcome {
  figures: Figure[];
  skipped: Skipped[];
}

/** A bound on a figure, in words and as a test. */
export interface Target {
  text: string;
  met: (figure: { ours: number; reference: number | null; ratio: number | null }) => boolean;
}

export function rounded(value: number): number {
  if (!Number.isFinite(value)) return value;
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 3;
  return Number(value.toFixed(digits));
}
