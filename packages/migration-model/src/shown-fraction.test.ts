import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ShownFraction } from './shown-fraction.ts';

const left = fc.oneof(
  fc.double({ min: 0, max: 1e9, noNaN: true }),
  fc.constantFrom(null, Infinity, Number.NaN, -5, 0),
);

describe('MM-9: the fraction shown', () => {
  it('never goes back, and is 1 only when it is done', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 1e7 }), left)),
        fc.double({ noNaN: true }),
        (all, from) => {
          const fraction = new ShownFraction(from);
          let last = 0;
          for (const [elapsed, remaining] of all) {
            const now = fraction.observe(elapsed, remaining);
            expect(now).toBeGreaterThanOrEqual(last);
            expect(now).toBeLessThan(1);
            last = now;
          }
          expect(fraction.finish()).toBe(1);
        },
      ),
    );
  });

  it('is of the time', () => {
    const fraction = new ShownFraction();
    expect(fraction.observe(2_000, 8_000)).toBeCloseTo(0.2);
    expect(fraction.observe(4_000, 4_000)).toBeCloseTo(0.5);
  });

  it('stays where it is while nobody knows', () => {
    const fraction = new ShownFraction();
    fraction.observe(2_000, 8_000);
    expect(fraction.observe(60_000, null)).toBeCloseTo(0.2);
  });

  it('goes on from what was shown before a restart', () => {
    expect(new ShownFraction(0.7).observe(0, 10_000)).toBe(0.7);
    expect(new ShownFraction(4).observe(0, 10_000)).toBeLessThan(1);
  });
});
