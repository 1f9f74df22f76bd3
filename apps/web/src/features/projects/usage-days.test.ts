import type { UsageDay } from '@orrery/contract/quota/quota.ts';
import { expect, it } from 'vitest';
import { everyDay } from './usage-days.ts';

// Only the day decides here.
const use = (day: string) => ({ day, vcpuHours: 1 }) as UsageDay;

it('days end with the last one recorded; those that were not are gaps, also over the end of a month', () => {
  const days = everyDay([use('2026-03-02'), use('2026-02-27')], 5);
  expect(days.map(({ day, use: found }) => [day, found !== null])).toEqual([
    ['2026-02-26', false],
    ['2026-02-27', true],
    ['2026-02-28', false],
    ['2026-03-01', false],
    ['2026-03-02', true],
  ]);
  expect(everyDay([], 5)).toEqual([]);
});
