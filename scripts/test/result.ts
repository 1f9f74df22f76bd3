/** One kind of check or test, and how it went. Every count ends up in the closing line. */
export interface KindResult {
  readonly kind: string;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** What failed, and why something was skipped, in words for the end of the report. */
  readonly notes: readonly string[];
}

export const passed = (kind: string): KindResult => ({ kind, passed: 1, failed: 0, skipped: 0, notes: [] });

/** One check, however many things it found. */
export const failed = (kind: string, ...notes: readonly string[]): KindResult => ({
  kind,
  passed: 0,
  failed: 1,
  skipped: 0,
  notes,
});

export const skipped = (kind: string, reason: string): KindResult => ({
  kind,
  passed: 0,
  failed: 0,
  skipped: 1,
  notes: [`skipped: ${reason}`],
});

/** Several runs of one kind count as one. */
export function merged(results: readonly KindResult[]): KindResult[] {
  return [...Map.groupBy(results, result => result.kind)].map(([kind, of]) => ({
    kind,
    passed: of.reduce((sum, result) => sum + result.passed, 0),
    failed: of.reduce((sum, result) => sum + result.failed, 0),
    skipped: of.reduce((sum, result) => sum + result.skipped, 0),
    notes: of.flatMap(result => result.notes),
  }));
}
