import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { priorSeconds, type PastMove, remainingSeconds } from './history-prior.ts';
import { PercentEstimator } from './percent-estimator.ts';

const gibibyte = 1024 ** 3;
const move = { memoryBytes: 8 * gibibyte, withDisks: false };
const past = (seconds: number, over: Partial<PastMove> = {}): PastMove => ({ ...move, seconds, ...over });

describe('MM-13: what moves before it took', () => {
  it('without any it is a wide guess', () => {
    const { low, central, high } = priorSeconds(move, []);
    expect(central).toBeGreaterThan(40);
    expect(central).toBeLessThan(150);
    expect(high / low).toBeGreaterThan(4);
  });

  it('some of the same size outweigh the guess', () => {
    const { low, central, high } = priorSeconds(move, [past(20), past(22), past(24), past(21)]);
    expect(central).toBeGreaterThanOrEqual(20);
    expect(central).toBeLessThanOrEqual(24);
    expect(low).toBeGreaterThan(10);
    expect(high).toBeGreaterThan(central);
  });

  it('is scaled by size, and those of about the same size count most', () => {
    const big = { memoryBytes: 64 * gibibyte, withDisks: false };
    const moves = [past(10, { memoryBytes: gibibyte }), past(160, big), past(165, big), past(170, big)];
    expect(priorSeconds(big, moves).central).toBeGreaterThan(150);
  });

  it('moves that copied disks say little about those that do not', () => {
    const moves = [
      past(20),
      past(21),
      past(22),
      past(900, { withDisks: true }),
      past(950, { withDisks: true }),
    ];
    expect(priorSeconds(move, moves).central).toBeLessThan(30);
  });

  it('what is left is never negative and never NaN', () => {
    const number = fc.double({ min: 0, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(
        number,
        number,
        fc.oneof(fc.constant(null), fc.integer({ min: 0, max: 100 })),
        (total, elapsed, percent) => {
          const prior = { low: total / 2, central: total, high: total * 3 };
          const left = remainingSeconds(prior, elapsed, percent);
          for (const value of [left.low, left.central, left.high]) expect(value).toBeGreaterThanOrEqual(0);
          expect(left.low).toBeLessThanOrEqual(left.central);
          expect(left.central).toBeLessThanOrEqual(left.high);
        },
      ),
    );
  });
});

describe('MM-13: a percentage and nothing else', () => {
  const watch = (percents: (number | undefined)[], everyMs = 2_000) => {
    const estimator = new PercentEstimator(move, [past(40), past(42), past(38)]);
    return percents.map((percent, i) =>
      estimator.observe({ atMs: i * everyMs, stage: 'memory', ...(percent !== undefined && { percent }) }),
    );
  };

  it('is labelled: low confidence, from history, no verdict, no remedies', () => {
    for (const o of watch([undefined, undefined, 3, 11, 40]))
      expect(o).toMatchObject({
        confidence: 'low',
        basis: 'history',
        verdict: null,
        remedies: [],
        kappa: null,
      });
  });

  it('never goes back, though the percentage does', () => {
    fc.assert(
      fc.property(
        fc.array(fc.option(fc.integer({ min: 0, max: 100 }), { nil: undefined }), { maxLength: 40 }),
        percents => {
          const shown = watch(percents).map(o => o.fraction);
          expect(shown).toEqual(shown.toSorted((a, b) => a - b));
        },
      ),
    );
  });

  it('leans on its slope the more of it is seen', () => {
    // It goes at half the speed of those before it: 50 % after 40 s.
    const halfWay = watch(Array.from({ length: 21 }, (_, i) => Math.round(i * 2.5))).at(-1);
    expect(halfWay?.etaMs?.central).toBeGreaterThan(24_000);
    expect(halfWay?.etaMs?.central).toBeLessThan(42_000);
  });

  it('stands still: said after 150 s at the same percentage', () => {
    const outlooks = watch([10, 20, 30, 30, 30, 30], 60_000);
    expect(outlooks.map(o => o.verdict)).toEqual([null, null, null, null, null, 'stalled']);
    expect(outlooks.at(-1)).toMatchObject({ etaMs: null, confidence: 'none' });
  });

  it('is 1 when it is done, and only then', () => {
    const estimator = new PercentEstimator(move, []);
    expect(estimator.observe({ atMs: 9_000, stage: 'memory', percent: 100 }).fraction).toBeLessThan(1);
    expect(estimator.observe({ atMs: 9_500, stage: 'completed' })).toMatchObject({
      fraction: 1,
      etaMs: null,
    });
  });
});
