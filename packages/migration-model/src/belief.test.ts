import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { believe } from './belief.ts';
import { type Evidence, evidenceOfMeasurement, mebibyte, surprise } from './evidence.ts';
import { quantile } from './quantile.ts';
import { type GuestSketch, uniqueMiB } from './testing/guests.ts';

const guest: GuestSketch = {
  ...{ memoryMiB: 512, workingSetMiB: 64, dirtyMiBps: 100 },
  ...{ bandwidthMiBps: 50, downtimeMs: 300 },
};
const scale = { bandwidth: 50 * mebibyte, memoryBytes: 512 * mebibyte };

const seen = (seconds: number, of = guest): Evidence => ({
  ...{ seconds, bytes: uniqueMiB(of, seconds) * mebibyte, listed: 0, listedOf: null },
  ...{ noise: mebibyte, secondsNoise: 0.02, weight: 1, sampling: null },
});

const middle = (evidence: readonly Evidence[], side: 'rate' | 'workingSet') =>
  (quantile(
    believe(evidence, scale).map(c => ({ value: c[side], weight: c.weight })),
    0.5,
  ) ?? 0) / mebibyte;

describe('MM-5: what is believed of a guest', () => {
  it('is found again from passes of different length', () => {
    const evidence = [10, 2, 1, 0.5].map(seconds => seen(seconds));
    expect(middle(evidence, 'workingSet')).toBeGreaterThan(55);
    expect(middle(evidence, 'workingSet')).toBeLessThan(76);
    expect(middle(evidence, 'rate')).toBeGreaterThan(80);
    expect(middle(evidence, 'rate')).toBeLessThan(125);
  });

  it('weighs to one when nothing fits, by whatever margin', () => {
    const odd = { ...seen(0.01), bytes: 379_625_062, listed: 451_452_825, noise: 0, secondsNoise: 0 };
    const candidates = believe([odd], scale);
    expect(candidates.reduce((sum, c) => sum + c.weight, 0)).toBeCloseTo(1);
  });

  it('weighs to one, whatever was seen', () => {
    const anyEvidence = fc.record({
      seconds: fc.double({ min: 0.01, max: 1_000, noNaN: true }),
      bytes: fc.double({ min: 0, max: 1e12, noNaN: true }),
      listed: fc.double({ min: 0, max: 1e12, noNaN: true }),
      listedOf: fc.constantFrom(null, scale.memoryBytes),
      noise: fc.double({ min: 0, max: 1e9, noNaN: true }),
      secondsNoise: fc.double({ min: 0, max: 1, noNaN: true }),
      weight: fc.double({ min: 0, max: 1, noNaN: true }),
      sampling: fc.oneof(
        fc.constant(null),
        fc.record({ pages: fc.integer({ min: 1, max: 1_000 }), population: fc.constant(scale.memoryBytes) }),
      ),
    });
    fc.assert(
      fc.property(fc.array(anyEvidence, { maxLength: 6 }), evidence => {
        const candidates = believe(evidence, scale);
        expect(candidates.length).toBeGreaterThan(0);
        expect(candidates.reduce((sum, c) => sum + c.weight, 0)).toBeCloseTo(1);
        for (const c of candidates) {
          expect(c.rate).toBeGreaterThan(0);
          expect(c.workingSet).toBeLessThanOrEqual(scale.memoryBytes * 1.001);
        }
      }),
      { numRuns: 20 },
    );
  });

  it('is found again from a first pass, in which the last addresses of all memory are left and not the working set', () => {
    const first = { ...seen(10), listed: 15 * mebibyte };
    const later = [1, 0.5, 0.4].map(seconds => seen(seconds));
    const told = [{ ...first, listedOf: scale.memoryBytes }, ...later];
    expect(middle(told, 'workingSet')).toBeLessThan(74);
    // Taken for a part of the working set, they make it look larger than it is.
    expect(middle([first, ...later], 'workingSet')).toBeGreaterThan(middle(told, 'workingSet') + 4);
  });

  it('gets narrower with more evidence', () => {
    const width = (evidence: readonly Evidence[]) => {
      const rates = believe(evidence, scale).map(c => ({ value: Math.log(c.rate), weight: c.weight }));
      return (quantile(rates, 0.95) ?? 0) - (quantile(rates, 0.05) ?? 0);
    };
    const few = width([seen(10)]);
    const more = width([seen(10), seen(1)]);
    const many = width([seen(10), seen(1), seen(0.5), seen(0.4)]);
    expect(more).toBeLessThan(few);
    expect(many).toBeLessThan(more);
  });

  it('is the same for the same evidence: nothing is drawn', () => {
    const evidence = [seen(4), seen(1)];
    expect(believe(evidence, scale)).toEqual(believe(evidence, scale));
  });

  it('counts a shape that fits', () => {
    const sweeping = [4, 2, 1, 0.5].map(seconds => ({ ...seen(seconds), bytes: 20 * mebibyte * seconds }));
    const likely = believe(sweeping, scale)[0];
    expect((likely?.rate ?? 0) / mebibyte).toBeGreaterThan(17);
    expect((likely?.rate ?? 0) / mebibyte).toBeLessThan(24);
  });
});

describe('MM-4: what a measurement before the start is worth', () => {
  const measured = (mibps: number, sampledPages: number | null) =>
    evidenceOfMeasurement(
      { windowSeconds: 1, bytesPerSecond: mibps * mebibyte, sampledPages },
      scale.memoryBytes,
    );

  it('the fewer pages were looked at, the less', () => {
    const width = (sampledPages: number | null) => {
      const rates = believe([measured(50, sampledPages)], scale).map(c => ({
        value: Math.log(c.rate),
        weight: c.weight,
      }));
      return (quantile(rates, 0.9) ?? 0) - (quantile(rates, 0.1) ?? 0);
    };
    expect(width(256)).toBeLessThan(width(32));
    expect(width(null)).toBeLessThan(width(256));
  });

  it('nothing seen in a few pages does not mean that nothing is written', () => {
    const rates = believe([measured(0, 64)], scale).map(c => ({
      value: c.rate / mebibyte,
      weight: c.weight,
    }));
    expect(quantile(rates, 0.9)).toBeGreaterThan(1);
    expect(quantile(rates, 0.5)).toBeLessThan(10);
  });

  it('cannot tell more than there is memory', () => {
    expect(measured(9_999, 256).bytes).toBe(scale.memoryBytes);
  });
});

describe('MM-5: surprise', () => {
  const candidates = believe([seen(10), seen(1), seen(0.5)], scale);

  it('is small for more of the same, and large for a guest that began to write', () => {
    expect(surprise(seen(0.7), candidates)).toBeLessThan(1);
    const busier = { ...guest, workingSetMiB: 300, dirtyMiBps: 400 };
    expect(surprise(seen(0.7, busier), candidates)).toBeGreaterThan(4.5);
  });
});
