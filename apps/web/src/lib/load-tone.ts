/** Percent from which a load is worth a look and from which it is a problem. */
export type LoadThresholds = { warn: number; bad: number };

// The usual alarm levels of the field (75 yellow, 90 red for hosts); 80 keeps steady hosts calm.
const DEFAULT_THRESHOLDS: LoadThresholds = { warn: 80, bad: 95 };

export function loadTone(
  percent: number | null,
  thresholds: LoadThresholds = DEFAULT_THRESHOLDS,
): 'normal' | 'warn' | 'bad' {
  if (percent === null || percent < thresholds.warn) return 'normal';
  return percent < thresholds.bad ? 'warn' : 'bad';
}
