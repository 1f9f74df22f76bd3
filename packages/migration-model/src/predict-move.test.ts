import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mebibyte } from './evidence.ts';
import { predictMove } from './predict-move.ts';
import { anyGuest, numbersIn, planFor } from './testing/guests.ts';

const guest = { memoryMiB: 512, workingSetMiB: 128, dirtyMiBps: 15, bandwidthMiBps: 50, downtimeMs: 300 };
const plan = planFor(guest);

describe('MM-12: before the click', () => {
  it('bytes, seconds, pause and processor time', () => {
    const found = predictMove(plan);
    expect(found).toMatchObject({ verdict: 'converging', basis: 'measurement', remedies: [] });
    // 512 MiB, then some 100 that were dirtied meanwhile, then some 30.
    expect((found.bytes?.central ?? 0) / mebibyte).toBeGreaterThan(600);
    expect((found.bytes?.central ?? 0) / mebibyte).toBeLessThan(720);
    expect(found.totalMs?.central).toBeGreaterThan(12_000);
    expect(found.totalMs?.central).toBeLessThan(14_500);
    expect(found.pause?.atMostMs).toBeLessThan(350);
    expect(found.cpuSeconds?.source).toBeCloseTo(0.56, 1);
  });

  it('without a measurement it says so', () => {
    const { dirtying: _, ...bare } = plan;
    expect(predictMove(bare)).toMatchObject({
      verdict: null,
      basis: 'nothing',
      confidence: 'none',
      leansToFinish: null,
    });
    expect(predictMove(bare).totalMs).not.toBeNull();
  });

  it('without a bandwidth it gives no figure at all', () => {
    const unknown = { ...plan, limits: { ...plan.limits, bandwidth: null } };
    expect(predictMove(unknown)).toMatchObject({ totalMs: null, bytes: null, pause: null, cpuSeconds: null });
    const thought = predictMove({ ...unknown, expectedBandwidth: 50 * mebibyte });
    expect(thought.totalMs).toEqual(predictMove(plan).totalMs);
  });

  it('disks add their bytes and their time', () => {
    const withDisk = predictMove({ ...plan, diskBytes: 1_000 * mebibyte, diskBandwidth: 100 * mebibyte });
    const without = predictMove(plan);
    expect((withDisk.totalMs?.central ?? 0) - (without.totalMs?.central ?? 0)).toBeCloseTo(10_000);
    expect((withDisk.bytes?.central ?? 0) - (without.bytes?.central ?? 0)).toBeCloseTo(1_000 * mebibyte, -3);
  });

  it('memory that was never touched is not sent', () => {
    const half = predictMove({ ...plan, residentBytes: 256 * mebibyte });
    expect(half.totalMs?.central ?? 0).toBeLessThan(0.62 * (predictMove(plan).totalMs?.central ?? 0));
  });

  it('the busier the guest, the longer and the likelier it fails', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 45 }), fc.integer({ min: 5, max: 200 }), (slow, more) => {
        const calm = predictMove(planFor({ ...guest, dirtyMiBps: slow }));
        const busy = predictMove(planFor({ ...guest, dirtyMiBps: slow + more }));
        // On the edge only the cases that end are counted, and those are the quicker ones.
        if (calm.totalMs && busy.totalMs && busy.verdict !== 'borderline')
          expect(busy.totalMs.central).toBeGreaterThan(calm.totalMs.central * 0.97);
        if (calm.verdict === 'will-not-finish') expect(busy.verdict).toBe('will-not-finish');
      }),
      { numRuns: 25 },
    );
  });

  it('has no NaN and no Infinity for any guest', () => {
    fc.assert(
      fc.property(anyGuest, g => {
        const offers = (['bandwidth', 'downtime', 'auto-converge', 'post-copy', 'abort'] as const).map(
          kind => ({
            kind,
            applies: 'now' as const,
          }),
        );
        for (const [path, value] of numbersIn(predictMove(planFor(g), offers)))
          expect(Number.isFinite(value), path).toBe(true);
      }),
      { numRuns: 30 },
    );
  });
});
