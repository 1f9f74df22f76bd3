import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { estimateRelocation, type RelocationPlan } from './relocation.ts';

const mebibyte = 1024 * 1024;
const plan: RelocationPlan = {
  imageBytes: 200 * mebibyte,
  volumeBytes: 1_000 * mebibyte,
  volumeChangeRate: mebibyte,
  preStaged: true,
  bandwidth: 100 * mebibyte,
  stopSeconds: { expected: 1, atMost: 10 },
  startSeconds: { expected: 2, atMost: 15 },
};

describe('MM-14: a move that stops the instance', () => {
  it('says how long it stands still: stop, what changed, start', () => {
    const found = estimateRelocation(plan);
    expect(found?.beforeMs).toBeCloseTo(12_000);
    // 12 MiB changed in 12 s: 0.12 s more.
    expect(found?.stopMs.expected).toBeCloseTo(3_120);
    expect(found?.stopMs.atMost).toBeCloseTo(25_180);
    expect(found?.totalMs.expected).toBeCloseTo(15_120);
  });

  it('without copying beforehand all volumes are copied while it stands still', () => {
    const found = estimateRelocation({ ...plan, preStaged: false });
    expect(found?.stopMs.expected).toBeCloseTo(13_000);
    expect(found?.beforeMs).toBeCloseTo(2_000);
  });

  it('copying beforehand never stops it for longer', () => {
    const bytes = fc.integer({ min: 0, max: 2 ** 31 - 1 });
    fc.assert(
      fc.property(
        bytes,
        bytes,
        bytes,
        fc.integer({ min: 1, max: 2 ** 31 - 1 }),
        (imageBytes, volumeBytes, volumeChangeRate, bandwidth) => {
          const some = { ...plan, imageBytes, volumeBytes, volumeChangeRate, bandwidth };
          const staged = estimateRelocation(some);
          const not = estimateRelocation({ ...some, preStaged: false });
          expect(staged?.stopMs.expected).toBeLessThanOrEqual((not?.stopMs.expected ?? 0) + 1e-6);
          expect(staged?.stopMs.atMost).toBeGreaterThanOrEqual(staged?.stopMs.expected ?? 0);
          expect(staged?.bytes).toBeGreaterThanOrEqual(imageBytes + volumeBytes);
        },
      ),
    );
  });

  it('an image that is there already and no volumes: only stop and start', () => {
    const found = estimateRelocation({ ...plan, imageBytes: 0, volumeBytes: 0 });
    expect(found).toMatchObject({ beforeMs: 0, bytes: 0, stopMs: { expected: 3_000 } });
  });

  it('without a link nothing is estimated', () => {
    expect(estimateRelocation({ ...plan, bandwidth: 0 })).toBeNull();
    expect(estimateRelocation({ ...plan, bandwidth: Number.NaN })).toBeNull();
  });
});
