/**
 * How many unique bytes a guest has dirtied after a while (MM-5). All shapes start with slope `rate` and end at
 * `workingSet`; they differ in how soon the same pages are met again.
 */
export interface Dirtying {
  /** Bytes per second written at first, when every page written is a clean one. */
  rate: number;
  /** Bytes that are written to, over and over. */
  workingSet: number;
  shape: Shape;
}

/**
 * - `sweep`: one page after the other, as a copy or a garbage collector does; none twice until all were written.
 * - `uniform`: every page of the working set alike: W(1 - e^(-x)).
 * - `mixed`, `skewed`: pages differ in how often they are written, by a gamma distribution of shape k = 1 and 0.35:
 *   W(1 - (1 + x/k)^(-k)). A hot part and a cool part look like this.
 */
export const shapes = ['sweep', 'uniform', 'mixed', 'skewed'] as const;
export type Shape = (typeof shapes)[number];

const gammaShape = { mixed: 1, skewed: 0.35 } as const;

/** Part of the working set that is dirty after it was written `x` times over. */
export function dirtyShare(x: number, shape: Shape): number {
  switch (shape) {
    case 'sweep':
      return Math.min(1, x);
    case 'uniform':
      return -Math.expm1(-x);
    case 'mixed':
    case 'skewed': {
      const k = gammaShape[shape];
      // 1 - (1 + x/k)^(-k), exact for small x too.
      return -Math.expm1(-k * Math.log1p(x / k));
    }
  }
}

/** Unique bytes dirtied within `seconds`. */
export function dirtied({ rate, workingSet, shape }: Dirtying, seconds: number): number {
  if (workingSet <= 0 || rate <= 0 || seconds <= 0) return 0;
  return workingSet * dirtyShare((rate * seconds) / workingSet, shape);
}
