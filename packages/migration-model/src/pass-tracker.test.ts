import { describe, expect, it } from 'vitest';
import { mebibyte } from './evidence.ts';
import { PassTracker } from './pass-tracker.ts';
import type { MigrationSample } from './sample.ts';
import { simulateSamples } from './testing/guests.ts';

const hint = { bandwidth: 50 * mebibyte, fits: 15 * mebibyte };

function sample(atMs: number, remainingMiB: number, sentMiB: number, pass?: number): MigrationSample {
  return {
    ...{ atMs, stage: 'memory' },
    memory: {
      totalBytes: 512 * mebibyte,
      remainingBytes: remainingMiB * mebibyte,
      sentBytes: sentMiB * mebibyte,
      contentBytes: sentMiB * mebibyte,
    },
    ...(pass !== undefined && { pass }),
  };
}

describe('MM-3: passes', () => {
  it("QEMU's first samples, in which total and remaining are 0, are no pass and no progress", () => {
    const tracker = new PassTracker();
    const empty = sample(0, 0, 0, 0);
    expect(
      tracker.observe(
        { ...empty, memory: { totalBytes: 0, remainingBytes: 0, sentBytes: 0, contentBytes: 0 } },
        hint,
      ),
    ).toBeNull();
    expect(tracker.listTakenAtMs).toBeNull();
    expect(tracker.observe(sample(100, 512, 0, 1), hint)).toBeNull();
    expect(tracker.listTakenAtMs).toBe(100);
  });

  it('ends where the list was taken: found from how fast it was falling', () => {
    const tracker = new PassTracker();
    tracker.observe(sample(0, 512, 0, 1), hint);
    tracker.observe(sample(9_500, 37, 475, 1), hint);
    // 22 MiB more until 15 remain: 440 ms. Then 60 were found dirty, of which 3 were sent.
    const pass = tracker.observe(sample(10_000, 72, 500, 2), hint);
    expect(pass?.endedAtMs).toBeCloseTo(9_940);
    expect(pass?.seconds).toBeCloseTo(9.94);
    expect(pass?.dirtiedBytes).toBeCloseTo(60 * mebibyte);
    expect(pass?.listedBytes).toBeCloseTo(15 * mebibyte);
  });

  it('several between two samples are told as one of them, on average', () => {
    const tracker = new PassTracker();
    tracker.observe(sample(0, 40, 0, 7), hint);
    const pass = tracker.observe(sample(600, 34, 24, 10), hint);
    expect(pass).toMatchObject({ merged: 3, dirtiedBytes: 6 * mebibyte });
    expect(pass?.seconds).toBeCloseTo(0.5 / 3);
  });

  it('are found without a counter too, by what was found dirty', () => {
    const counted = new PassTracker();
    const uncounted = new PassTracker();
    const guest = { memoryMiB: 512, workingSetMiB: 128, dirtyMiBps: 40, bandwidthMiBps: 50, downtimeMs: 300 };
    for (const { pass, ...rest } of simulateSamples(guest, { forMs: 13_000, everyMs: 500 })) {
      counted.observe({ ...rest, ...(pass !== undefined && { pass }) }, hint);
      uncounted.observe(rest, hint);
    }
    expect(counted.passes.length).toBeGreaterThanOrEqual(2);
    expect(uncounted.passes[0]?.dirtiedBytes).toBeCloseTo(counted.passes[0]?.dirtiedBytes ?? 0);
  });

  it('what was sent is not taken for what was dirtied', () => {
    const tracker = new PassTracker();
    tracker.observe(sample(0, 512, 0), hint);
    for (let at = 500; at < 9_000; at += 500)
      expect(tracker.observe(sample(at, 512 - at / 20, at / 20), hint)).toBeNull();
  });

  it('remembers how much the guest was slowed down meanwhile', () => {
    const tracker = new PassTracker();
    tracker.observe({ ...sample(0, 200, 0, 3), throttlePercent: 20 }, hint);
    tracker.observe({ ...sample(500, 175, 25, 3), throttlePercent: 40 }, hint);
    const pass = tracker.observe({ ...sample(1_000, 180, 50, 4), throttlePercent: 30 }, hint);
    expect(pass?.throttle).toBeCloseTo(0.3);
  });

  it('keeps the last 200', () => {
    const tracker = new PassTracker();
    for (let i = 0; i < 450; i++) tracker.observe(sample(i * 500, 30, i * 25, i), hint);
    expect(tracker.passes).toHaveLength(200);
    expect(tracker.passes.at(-1)?.pass).toBe(448);
  });
});
