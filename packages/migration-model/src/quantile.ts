export interface Weighted {
  value: number;
  weight: number;
}

/** Weighted quantile, `share` in 0..1; Infinity sorts last. NaN of nothing is never returned: null instead. */
export function quantile(points: readonly Weighted[], share: number): number | null {
  const total = points.reduce((sum, p) => sum + p.weight, 0);
  if (!(total > 0)) return null;
  const sorted = points.toSorted((a, b) => a.value - b.value || 0);
  let seen = 0;
  for (const point of sorted) {
    seen += point.weight;
    if (seen >= share * total) return point.value;
  }
  return sorted.at(-1)?.value ?? null;
}
