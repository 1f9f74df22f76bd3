import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { predictMove } from './predict-move.ts';
import type { MovePlan } from './sample.ts';
import { anyGuest, numbersIn, planFor } from './testing/guests.ts';
import { guessPath, isHeldBack, predictUnmeasured } from './unmeasured-path.ts';

const gigabit = 125e6;
const unlimited = (plan: MovePlan): MovePlan => ({ ...plan, limits: { ...plan.limits, bandwidth: null } });
const plan = unlimited(
  planFor({ memoryMiB: 4_096, workingSetMiB: 64, dirtyMiBps: 5, bandwidthMiBps: 50, downtimeMs: 300 }),
);

describe('MM-17: a way that nothing went over yet', () => {
  it('has a price at once, with low confidence, that says what it rests on', () => {
    const found = predictUnmeasured(plan, guessPath(undefined));
    expect(found).toMatchObject({ confidence: 'low', basis: 'sizes', verdict: 'converging' });
    expect(found.totalMs?.low).toBeGreaterThan(3_000);
    expect(found.totalMs?.high).toBeLessThan(120_000);
  });

  it('what the path then carries lies within, if it is a path as they are', () => {
    const { totalMs } = predictUnmeasured(plan, guessPath(undefined));
    for (const carried of [0.6 * gigabit, gigabit, 4 * gigabit, 9 * gigabit]) {
      const real = predictMove({ ...plan, expectedBandwidth: carried }).totalMs?.central;
      expect(real).toBeGreaterThanOrEqual(totalMs?.low ?? Number.NaN);
      expect(real).toBeLessThanOrEqual(totalMs?.high ?? Number.NaN);
    }
  });

  it('is narrower where the links say what they are', () => {
    const { low, high } = predictUnmeasured(plan, guessPath(gigabit)).totalMs ?? { low: 0, high: 0 };
    expect(high / low).toBeLessThan(4);
    expect(guessPath(100 * gigabit).fast).toBeLessThan(10 * gigabit);
  });

  it('does not matter to a move that is held back by its limit', () => {
    const limits = { ...plan.limits, bandwidth: 10e6 };
    expect(isHeldBack({ ...plan, limits }, guessPath(undefined))).toBe(true);
    expect(isHeldBack(plan, guessPath(undefined))).toBe(false);
  });

  it('is a band in order, without NaN and Infinity, for any guest and link', () => {
    fc.assert(
      fc.property(anyGuest, fc.option(fc.double({ min: 1e6, max: 1e11, noNaN: true })), (guest, link) => {
        const found = predictUnmeasured(unlimited(planFor(guest)), guessPath(link ?? undefined));
        for (const [path, value] of numbersIn(found)) expect(Number.isFinite(value), path).toBe(true);
        for (const band of [found.totalMs, found.bytes]) {
          if (band === null) continue;
          expect(band.low).toBeLessThanOrEqual(band.central);
          expect(band.central).toBeLessThanOrEqual(band.high);
        }
      }),
      { numRuns: 20 },
    );
  });
});
