import { describe, expect, it } from 'vitest';
import { finalFigures, passedDisks, sampleOf, stageOf } from './sample.ts';

const running = { state: 1, reason: 1 };
const empty = new Map([
  ['memory_total', 0],
  ['memory_remaining', 0],
  ['memory_iteration', 0],
]);
// As QEMU 7.2 told them in the middle of a real move.
const middle = new Map([
  ['memory_total', 138_944_512],
  ['memory_processed', 131_243_881],
  ['memory_remaining', 31_875_072],
  ['memory_constant', 4635],
  ['memory_normal_bytes', 130_945_024],
  ['memory_page_size', 4096],
  ['memory_iteration', 2],
  ['disk_total', 0],
]);

describe('a sample', () => {
  it('of figures that are all 0 says that it prepares, not that it is done', () => {
    expect(sampleOf(empty, { atMs: 6, state: running })).toEqual({ atMs: 6, stage: 'preparing' });
  });

  it('counts pages of zeros as dealt with, but not as content', () => {
    expect(sampleOf(middle, { atMs: 16_620, state: running })).toEqual({
      atMs: 16_620,
      stage: 'memory',
      pass: 2,
      memory: {
        totalBytes: 138_944_512,
        remainingBytes: 31_875_072,
        sentBytes: 130_945_024 + 4635 * 4096,
        contentBytes: 130_945_024,
      },
    });
  });

  it('has disks, and how much the guest is slowed down', () => {
    const params = new Map([
      ...empty,
      ['disk_total', 200],
      ['disk_processed', 50],
      ['auto_converge_throttle', 30],
    ]);
    expect(sampleOf(params, { atMs: 1, state: running })).toMatchObject({
      stage: 'disks',
      disk: { totalBytes: 200, doneBytes: 50 },
      throttlePercent: 30,
    });
  });

  it('of memory, with disks that no look has met, says that these are over', () => {
    const sample = sampleOf(new Map([...middle, ['disk_total', 200]]), { atMs: 1, state: running });
    expect(passedDisks('preparing', sample)).toBe(true);
    expect(passedDisks(null, sample)).toBe(true);
    expect(passedDisks('disks', sample)).toBe(false);
    expect(passedDisks('memory', sample)).toBe(false);
    expect(passedDisks(null, sampleOf(middle, { atMs: 1, state: running }))).toBe(false);
  });

  it.each([
    [{ state: 3, reason: 2 }, 'switching-over'],
    [{ state: 3, reason: 12 }, 'post-copy'],
    // paused by a person
    [{ state: 3, reason: 1 }, 'memory'],
    [null, 'memory'],
  ])('at a source in %j is %s', (state, stage) => {
    expect(stageOf(middle, state)).toBe(stage);
  });
});

it('final figures that nobody told are null', () => {
  expect(finalFigures(null)).toEqual({ pauseMs: null, bytes: null, passes: null });
  const told = new Map([
    ['downtime', 123],
    ['data_processed', 270_001_534],
    ['memory_iteration', 19],
  ]);
  expect(finalFigures(told)).toEqual({ pauseMs: 123, bytes: 270_001_534, passes: 19 });
});
