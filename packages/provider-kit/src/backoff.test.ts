import fc from 'fast-check';
import { expect, it } from 'vitest';
import { backoffMs } from './backoff.ts';

it('waits longer and longer, within base * 2^attempt and the cap, with full jitter', () => {
  const limits = { baseMs: 200, capMs: 30_000 };
  fc.assert(
    fc.property(
      fc.nat(5_000),
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      (attempt, at) => {
        const ms = backoffMs(attempt, () => at, limits);
        expect(Number.isInteger(ms)).toBe(true);
        expect(ms).toBeGreaterThanOrEqual(0);
        expect(ms).toBeLessThan(Math.min(30_000, 200 * 2 ** Math.min(attempt, 30)));
      },
    ),
  );
  expect([0, 1, 2, 20].map(n => backoffMs(n, () => 0.5, limits))).toEqual([100, 200, 400, 15_000]);
});
