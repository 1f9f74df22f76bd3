export type Capacity = { total: number; used: number; promised: number };
export type CapacityGeometry = { used: number; promised: number; physical: number };

/**
 * Percent of the bar's width. The bar is as long as the larger of what exists and what was promised,
 * so that overcommit is drawn to scale instead of being cut off at 100 %.
 */
export function capacityGeometry({ total, used, promised }: Capacity): CapacityGeometry {
  const scale = Math.max(total, promised, used);
  if (scale <= 0) return { used: 0, promised: 0, physical: 100 };
  const share = (part: number) => (Math.max(0, part) / scale) * 100;
  return { used: share(used), promised: share(promised), physical: share(total) };
}
