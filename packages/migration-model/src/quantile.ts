export interface Weighted {
  value: number;
  weight: number;
}

/** Weighted quantiles of shares in 0..1, in rising order; Infinity sorts last. Null of nothing: never NaN. */
export function quantiles<const S extends readonly number[]>(
  points: readonly Weighted[],
  shares: S,
): { [K in keyof S]: number } | null {
  const total = points.reduce((sum, p) => sum + p.weight, 0);
  if (!(total > 0)) return null;
  const sorted = points.toSorted((a, b) => a.value - b.value || 0);
  let seen = 0;
  let index = -1;
  const found = shares.map(share => {
    while (index < sorted.length - 1 && (index < 0 || seen < share * total)) {
      index += 1;
      seen += sorted[index]?.weight ?? 0;
    }
    return sorted[index]?.value ?? 0;
  });
  // map() keeps the length, which its type forgets.
  return found as { [K in keyof S]: number };
}

export const quantile = (points: readonly Weighted[], share: number): number | null =>
  quantiles(points, [share])?.[0] ?? null;
