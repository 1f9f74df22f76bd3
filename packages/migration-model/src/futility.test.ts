import { describe, expect, it } from 'vitest';
import { isFutile } from './futility.ts';
import type { PassRecord } from './pass-tracker.ts';

/** Passes of one second each that leave these levels; 10 of each are still listed. */
const leaving = (levels: readonly number[]): PassRecord[] =>
  levels.map((level, index) => ({
    ...{
      pass: index + 1,
      endedAtMs: 1_000 * (index + 1),
      seconds: 1,
      secondsNoise: 0,
      sentBytes: 50,
      merged: 1,
    },
    ...{ listedBytes: 10, dirtiedBytes: level - 10, throttle: 0 },
  }));

describe('MM-8: passes that get no closer', () => {
  it.each<[string, number[], boolean]>([
    ['none at all', [], false],
    ['too few to tell', [60, 60, 60, 60], false],
    ['the same over and over', Array(12).fill(60), true],
    ['getting closer all the time', [200, 150, 110, 80, 60, 45, 36, 30, 26, 23, 21], false],
    ['up and down around a level', [60, 70, 55, 65, 58, 68, 60, 66, 59, 70, 61], true],
    ['the same, but all but fitting', Array(12).fill(22), false],
  ])('%s', (_, levels, expected) => {
    expect(isFutile(leaving(levels), 20)).toBe(expected);
  });

  it('looks at the last seconds, not at what was before', () => {
    expect(isFutile(leaving([...Array(20).fill(90), 80, 70, 60, 50, 40, 35, 30, 28]), 20)).toBe(false);
  });
});
