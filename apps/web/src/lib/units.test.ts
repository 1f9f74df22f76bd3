import { afterEach, describe, expect, it } from 'vitest';
import { setIntlLocale } from './locale.ts';
import {
  formatBytes,
  formatBytesPerSecond,
  formatCount,
  formatDuration,
  formatMiB,
  formatPercent,
} from './units.ts';

afterEach(() => setIntlLocale('en'));

describe('units', () => {
  it.each([
    [512, '512 MiB'],
    [1024, '1 GiB'],
    [1536, '1.5 GiB'],
    [262_144, '256 GiB'],
    [1_300_000, '1.24 TiB'],
  ])('%i MiB is %s', (value, text) => expect(formatMiB(value)).toBe(text));

  it.each([
    [0, '0 B'],
    [1023, '1,023 B'],
    [65_011_712, '62 MiB'],
    [-2048, '−2 KiB'],
  ])('%i bytes are %s', (value, text) => expect(formatBytes(value)).toBe(text));

  it('rates, counts and percentages', () => {
    expect(formatBytesPerSecond(52_428_800)).toBe('50 MiB/s');
    expect(formatCount(1284)).toBe('1,284');
    expect(formatPercent(7.44)).toBe('7.4 %');
    expect(formatPercent(83.4)).toBe('83 %');
  });

  it.each([
    [90, '90 ms'],
    [4200, '4.2 s'],
    [45_000, '45 s'],
    [200_000, '3 min 20 s'],
    [7_500_000, '2 h 5 min'],
    [273_600_000, '3 d 4 h'],
    [3_600_000, '1 h'],
  ])('%i ms is %s', (value, text) => expect(formatDuration(value)).toBe(text));
});
