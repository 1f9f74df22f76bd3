import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quantile } from './quantile.ts';

const points = fc.array(
  fc.record({
    value: fc.oneof(fc.double({ min: -1e9, max: 1e9, noNaN: true }), fc.constant(Infinity)),
    weight: fc.double({ min: 0.001, max: 10, noNaN: true }),
  }),
  { minLength: 1 },
);

describe('weighted quantile', () => {
  it('is one of the values, and rises with the share', () => {
    fc.assert(
      fc.property(points, fc.double({ min: 0, max: 1, noNaN: true }), (p, share) => {
        const at = quantile(p, share);
        expect(p.map(x => x.value)).toContain(at);
        expect(quantile(p, Math.min(1, share + 0.1)) ?? -Infinity).toBeGreaterThanOrEqual(at ?? Infinity);
      }),
    );
  });

  it('counts weights', () => {
    const p = [
      { value: 1, weight: 1 },
      { value: 2, weight: 8 },
      { value: 3, weight: 1 },
    ];
    expect([0.05, 0.5, 0.95].map(share => quantile(p, share))).toEqual([1, 2, 3]);
  });

  it('of nothing is null', () => {
    expect(quantile([], 0.5)).toBeNull();
    expect(quantile([{ value: 3, weight: 0 }], 0.5)).toBeNull();
  });
});
