import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dirtied, dirtyShare, shapes } from './dirtying.ts';
import { anyShape } from './testing/guests.ts';

const positive = fc.double({ min: 0.001, max: 1e6, noNaN: true });

describe.each(shapes)('MM-5: a guest of shape %s', shape => {
  it('dirties nothing in no time, and never more than its working set', () => {
    fc.assert(
      fc.property(positive, positive, positive, (rate, workingSet, seconds) => {
        const guest = { rate, workingSet, shape };
        expect(dirtied(guest, 0)).toBe(0);
        expect(dirtied(guest, seconds)).toBeGreaterThanOrEqual(0);
        expect(dirtied(guest, seconds)).toBeLessThanOrEqual(workingSet * (1 + 1e-12));
      }),
    );
  });

  it('begins with its rate', () => {
    expect(dirtied({ rate: 1_000, workingSet: 1e9, shape }, 0.001)).toBeCloseTo(1, 4);
  });

  it('dirties more in more time, but less and less', () => {
    fc.assert(
      fc.property(
        positive,
        positive,
        fc.double({ min: 0.01, max: 100, noNaN: true }),
        (rate, workingSet, t) => {
          const at = (seconds: number) => dirtied({ rate, workingSet, shape }, seconds);
          expect(at(2 * t)).toBeGreaterThanOrEqual(at(t));
          expect(at(2 * t)).toBeLessThanOrEqual(2 * at(t) * (1 + 1e-9));
        },
      ),
    );
  });
});

describe('MM-5: shapes', () => {
  it('meet the same pages the sooner, the more they differ in how often they are written', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 50, noNaN: true }), x => {
        const shares = shapes.map(shape => dirtyShare(x, shape));
        expect(shares).toEqual(shares.toSorted((a, b) => b - a));
      }),
    );
  });

  it('of a guest that writes nothing dirties nothing', () => {
    fc.assert(
      fc.property(anyShape, positive, (shape, seconds) => {
        expect(dirtied({ rate: 0, workingSet: 100, shape }, seconds)).toBe(0);
        expect(dirtied({ rate: 100, workingSet: 0, shape }, seconds)).toBe(0);
        expect(dirtied({ rate: 100, workingSet: 100, shape }, -seconds)).toBe(0);
      }),
    );
  });

  it('uniform is the formula of the source', () => {
    // performance-reliability §3.3, with the guest of `hot64`: 100 MiB/s over 64 MiB, for 1.2 s.
    expect(dirtied({ rate: 100, workingSet: 64, shape: 'uniform' }, 1.2)).toBeCloseTo(
      64 * (1 - Math.exp(-1.875)),
    );
  });
});
