import { describe, expect, it } from 'vitest';
import { binaryAxis, percentAxis, timeTicks } from './axis.ts';
import { formatBytesPerSecond, formatMiB, formatPercent } from './units.ts';

const KiB = 1024;
const MiB = 1024 * KiB;

describe('the marks of an axis', () => {
  it.each([
    ['8 GiB of memory', { capacity: 8192 }, ['0', '2', '4', '6', '8 GiB']],
    ['12 GiB', { capacity: 12_288 }, ['0', '4', '8', '12 GiB']],
    ['what is no round size ends where it ends', { capacity: 130_560 }, ['0', '32', '64', '96 GiB']],
    ['halves of a unit', { capacity: 1536 }, ['0', '0.5', '1', '1.5 GiB']],
    ['no limit', { highest: 300, capacity: 0 }, ['0', '128', '256', '384 MiB']],
  ])('are round for %s', (_, { highest = 0, capacity }: { highest?: number; capacity: number }, words) => {
    const { ticks, label } = binaryAxis({ highest, capacity, format: formatMiB });
    expect(ticks.map(label)).toEqual(words);
  });

  it.each([
    [1.72 * MiB, ['0', '0.5', '1', '1.5', '2 MiB/s']],
    [14.3 * MiB, ['0', '4', '8', '12', '16 MiB/s']],
    [700 * KiB, ['0', '256', '512', '768 KiB/s']],
    [0, ['0', '0.25', '0.5', '0.75', '1 KiB/s']],
  ])('of a rate reach above %d bytes a second', (highest, words) => {
    const { ticks, label, top } = binaryAxis({ highest, format: formatBytesPerSecond });
    expect(ticks.map(label)).toEqual(words);
    expect(top).toBeGreaterThanOrEqual(highest);
  });

  it('of a share are quarters', () => {
    const { ticks, label } = percentAxis(formatPercent);
    expect(ticks.map(label)).toEqual(['0', '25', '50', '75', '100 %']);
  });

  it('of time are at round minutes', () => {
    const shown = timeTicks(Date.UTC(2026, 0, 1, 20, 4, 12), Date.UTC(2026, 0, 1, 21, 4, 12));
    expect(shown.map(at => new Date(at).toISOString().slice(11, 16))).toEqual([
      '20:15',
      '20:30',
      '20:45',
      '21:00',
    ]);
    expect(timeTicks(5, 5)).toEqual([]);
  });
});
