import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MigrationEstimator } from './estimator.ts';
import { mebibyte } from './evidence.ts';
import type { RemedyOffer } from './remedies.ts';
import type { MigrationSample } from './sample.ts';
import {
  anyGuest,
  anySample,
  type GuestSketch,
  numbersIn,
  planFor,
  simulateSamples,
} from './testing/guests.ts';

const offers: RemedyOffer[] = [
  { kind: 'bandwidth', applies: 'now' },
  { kind: 'downtime', applies: 'now' },
  { kind: 'post-copy', applies: 'now' },
  { kind: 'abort', applies: 'now' },
];
const quiet: GuestSketch = {
  ...{ memoryMiB: 512, workingSetMiB: 128, dirtyMiBps: 15 },
  ...{ bandwidthMiBps: 50, downtimeMs: 300 },
};
const hopeless: GuestSketch = { ...quiet, dirtyMiBps: 120 };

function follow(
  guest: GuestSketch,
  samples: readonly MigrationSample[],
  estimator = new MigrationEstimator(planFor(guest), { offers }),
) {
  return samples.map(sample => estimator.observe(sample));
}
const run = (guest: GuestSketch, forMs = 30_000) =>
  follow(guest, simulateSamples(guest, { forMs, everyMs: 500 }));

describe('the model keeps calm', () => {
  it('whatever a back end says: no NaN, no Infinity, a fraction that never goes back', () => {
    fc.assert(
      fc.property(anyGuest, fc.array(anySample, { maxLength: 12 }), (guest, samples) => {
        const estimator = new MigrationEstimator(planFor(guest), { offers });
        let shown = 0;
        for (const sample of samples) {
          const outlook = estimator.observe(sample);
          for (const [path, value] of numbersIn(outlook))
            expect(Number.isFinite(value), `${path} ${value}`).toBe(true);
          expect(outlook.fraction).toBeGreaterThanOrEqual(shown);
          expect(outlook.fraction).toBeLessThanOrEqual(1);
          if (outlook.etaMs) {
            expect(outlook.etaMs.low).toBeLessThanOrEqual(outlook.etaMs.central);
            expect(outlook.etaMs.central).toBeLessThanOrEqual(outlook.etaMs.high);
          }
          shown = outlook.fraction;
        }
      }),
      { numRuns: 20 },
    );
  });

  it('with nothing known but percentages of nothing', () => {
    const plan = { memoryBytes: 0, limits: { bandwidth: null, downtimeMs: 300, autoConverge: false } };
    const outlook = new MigrationEstimator(plan).observe({ atMs: 0, stage: 'preparing' });
    expect(outlook).toMatchObject({
      verdict: null,
      etaMs: null,
      confidence: 'none',
      fraction: 0,
      bandwidth: null,
    });
  });
});

describe('MM-2: what is not told is not guessed', () => {
  it('without a measurement there is no verdict in the first pass, and it is said that nobody knows', () => {
    const { dirtying: _, ...plan } = planFor(quiet);
    const samples = simulateSamples(quiet, { forMs: 6_000, everyMs: 500 });
    const outlooks = follow(quiet, samples, new MigrationEstimator(plan));
    for (const o of outlooks)
      expect(o).toMatchObject({ verdict: null, confidence: 'none', basis: 'nothing', kappa: null });
  });

  it('and after two passes there is one', () => {
    const { dirtying: _, ...plan } = planFor(quiet);
    const samples = simulateSamples({ ...quiet, dirtyMiBps: 25 }, { forMs: 15_000, everyMs: 500 });
    const last = follow(quiet, samples, new MigrationEstimator(plan)).findLast(o => o.fraction < 1);
    expect(last).toMatchObject({ leansToFinish: true, basis: 'passes' });
    expect(last?.verdict).not.toBeNull();
  });

  it('while it is being prepared nothing is taken for progress', () => {
    const zero = { totalBytes: 0, remainingBytes: 0, sentBytes: 0, contentBytes: 0 };
    const estimator = new MigrationEstimator(planFor(quiet));
    const outlooks = [0, 500, 1_000].map(atMs =>
      estimator.observe({ atMs, stage: 'preparing', memory: zero }),
    );
    for (const o of outlooks) expect(o.fraction).toBeLessThan(0.15);
    expect(outlooks.at(-1)?.etaMs?.central).toBeGreaterThan(9_000);
  });
});

describe('MM-7: what comes true', () => {
  it('a quiet guest: total within a tenth from the beginning on, and 1 at the end', () => {
    const samples = simulateSamples(quiet, { forMs: 60_000, everyMs: 500 });
    const end = samples.at(-1)?.atMs ?? 0;
    const outlooks = follow(quiet, samples);
    for (const [i, outlook] of outlooks.slice(3, -1).entries()) {
      const total = (samples[i + 3]?.atMs ?? 0) + (outlook.etaMs?.central ?? 0);
      expect(Math.abs(total - end) / end).toBeLessThan(0.1);
    }
    expect(outlooks.at(-1)).toMatchObject({ fraction: 1, etaMs: null, pointOfNoReturn: true });
  });

  it('one that will not finish: said before the start and ever after, with no time and with remedies', () => {
    const outlooks = run(hopeless).slice(1);
    for (const o of outlooks)
      expect(o).toMatchObject({ verdict: 'will-not-finish', etaMs: null, leansToFinish: false });
    expect(outlooks.at(-1)?.remedies.map(r => r.kind)).toEqual([
      'bandwidth',
      'downtime',
      'post-copy',
      'abort',
    ]);
  });

  it('guests that the model never saw: right on both sides of the edge', () => {
    fc.assert(
      fc.property(anyGuest, g => {
        const guest = {
          ...g,
          memoryMiB: g.bandwidthMiBps * 8,
          workingSetMiB: g.bandwidthMiBps * 3,
          downtimeMs: 300,
        };
        const kappa = (guest.dirtyMiBps * 0.9) / guest.bandwidthMiBps;
        fc.pre(kappa < 0.6 || (kappa > 1.6 && kappa < 5));
        const last = run(guest, 16_000).findLast(o => o.fraction < 1);
        expect(last?.verdict === 'will-not-finish').toBe(kappa > 1);
      }),
      { numRuns: 25 },
    );
  });
});

describe('MM-8: the verdict is stable', () => {
  it('under samples that come early or late', () => {
    const offsets = fc.array(fc.integer({ min: -200, max: 200 }), { minLength: 40, maxLength: 40 });
    fc.assert(
      fc.property(fc.constantFrom(quiet, hopeless), offsets, (guest, jitter) => {
        const fine = simulateSamples(guest, { forMs: 15_000, everyMs: 50 }).slice(1);
        const due = jitter.map((offset, index) => 500 * (index + 1) + offset);
        const picked = due.flatMap(at => fine.find(s => s.atMs >= at) ?? []);
        const samples = picked.filter((s, i) => i === 0 || s.atMs > (picked[i - 1]?.atMs ?? 0));
        const said = new Set(
          follow(guest, samples)
            .slice(1)
            .flatMap(o => o.verdict ?? []),
        );
        expect([...said]).toEqual([guest === quiet ? 'converging' : 'will-not-finish']);
      }),
      { numRuns: 10 },
    );
  });
});

describe('MM-1: changes while it runs', () => {
  it('more bandwidth is believed at once, and the verdict follows', () => {
    const estimator = new MigrationEstimator(planFor(hopeless), { offers });
    const samples = simulateSamples(hopeless, { forMs: 14_000, everyMs: 500 });
    follow(hopeless, samples, estimator);
    estimator.change({ bandwidth: 200 * mebibyte, downtimeMs: 300, autoConverge: false });
    const last = samples.at(-1);
    if (!last) throw new Error('No samples');
    const outlook = estimator.observe({ ...last, atMs: last.atMs + 500 });
    expect(outlook.verdict).not.toBe('will-not-finish');
    expect(outlook.etaMs?.central).toBeLessThan(5_000);
  });

  it('a sample that comes late changes nothing', () => {
    const estimator = new MigrationEstimator(planFor(quiet));
    const samples = simulateSamples(quiet, { forMs: 3_000, everyMs: 500 });
    const before = follow(quiet, samples, estimator).at(-1);
    expect(estimator.observe(samples[1] ?? { atMs: 0, stage: 'preparing' })).toBe(before);
  });
});

describe('MM-8: stalled', () => {
  it('is said after three seconds without a byte, and taken back when it goes on', () => {
    const samples = simulateSamples(quiet, { forMs: 3_000, everyMs: 500 });
    const last = samples.at(-1);
    if (!last?.memory) throw new Error('No samples');
    const estimator = new MigrationEstimator(planFor(quiet), { offers });
    follow(quiet, samples, estimator);
    const still = [1, 2, 3, 4].map(s => estimator.observe({ ...last, atMs: last.atMs + 1_000 * s }));
    expect(still.map(o => o.verdict)).toEqual(['converging', 'converging', 'stalled', 'stalled']);
    expect(still.at(-1)).toMatchObject({ etaMs: null, stalledForMs: 4_000 });
    const { memory } = last;
    const onward = [5, 6, 7].map(s =>
      estimator.observe({
        ...last,
        atMs: last.atMs + 1_000 * s,
        memory: {
          ...memory,
          remainingBytes: memory.remainingBytes - (s - 4) * 50 * mebibyte,
          sentBytes: memory.sentBytes + (s - 4) * 50 * mebibyte,
          contentBytes: memory.contentBytes + (s - 4) * 50 * mebibyte,
        },
      }),
    );
    expect(onward.at(-1)?.verdict).toBe('converging');
  });
});

describe('MM-15: point of no return', () => {
  it('is shown in post-copy: certain to end at the destination, no remedies any more', () => {
    const samples = simulateSamples(hopeless, { forMs: 14_000, everyMs: 500 });
    const estimator = new MigrationEstimator(planFor(hopeless), { offers });
    follow(hopeless, samples, estimator);
    const last = samples.at(-1);
    if (!last) throw new Error('No samples');
    const outlook = estimator.observe({ ...last, atMs: last.atMs + 500, stage: 'post-copy' });
    expect(outlook).toMatchObject({ pointOfNoReturn: true, verdict: 'converging', remedies: [] });
    expect(outlook.etaMs?.central).toBeGreaterThan(0);
  });
});

describe('disks', () => {
  it('come first, and count into the time that is left', () => {
    const plan = { ...planFor(quiet), diskBytes: 500 * mebibyte, diskBandwidth: 100 * mebibyte };
    const estimator = new MigrationEstimator(plan);
    const disk = (doneMiB: number) => ({ totalBytes: 500 * mebibyte, doneBytes: doneMiB * mebibyte });
    const first = estimator.observe({ atMs: 0, stage: 'disks', disk: disk(0) });
    const later = estimator.observe({ atMs: 2_000, stage: 'disks', disk: disk(400) });
    // 5 s of disk, then one copy of 512 MiB at 50 MiB/s and some.
    expect(first.etaMs?.central).toBeGreaterThan(15_000);
    // It goes twice as fast as was thought: 0.5 s are left of the disk.
    expect((first.etaMs?.central ?? 0) - (later.etaMs?.central ?? 0)).toBeCloseTo(4_500, -1);
  });
});

describe('a guest whose memory is half empty, followed without a plan', () => {
  const GiB = 1024 * mebibyte;
  /** 8 GiB are looked at in 16 s; every other page is zero. */
  const at = (seconds: number): MigrationSample => ({
    ...{ atMs: seconds * 1_000, stage: 'memory', pass: 1 },
    memory: {
      totalBytes: 8 * GiB,
      remainingBytes: (8 - seconds / 2) * GiB,
      sentBytes: (seconds / 2) * GiB,
      contentBytes: (seconds / 4) * GiB,
    },
  });

  it('says what the link carries and how long it takes before the first pass is over', () => {
    const limits = { bandwidth: null, downtimeMs: 300, autoConverge: false };
    const estimator = new MigrationEstimator({ memoryBytes: 8 * GiB, limits }, { offers });
    const [outlook] = [0, 1, 2, 3, 4, 5, 6].map(second => estimator.observe(at(second))).slice(-1);
    expect(outlook?.bandwidth).toBeCloseTo(GiB / 4);
    expect(outlook?.etaMs?.low).toBeLessThan(10_000);
    expect(outlook?.etaMs?.high).toBeGreaterThan(10_000);
    expect(outlook?.fraction).toBeGreaterThan(0.1);
  });
});
