import type { UsageDay } from '@orrery/contract/quota/quota.ts';

export const measures = ['vcpuHours', 'memoryGiBHours', 'volumeGiBHours', 'instanceHours'] as const;
export type Measure = (typeof measures)[number];

const dayMs = 24 * 3_600_000;

/** Every day up to the last one recorded, oldest first; null where nothing was. */
export function everyDay(
  recorded: readonly UsageDay[],
  count: number,
): { day: string; use: UsageDay | null }[] {
  const byDay = new Map(recorded.map(use => [use.day, use]));
  const last = [...byDay.keys()].sort().at(-1);
  if (last === undefined) return [];
  return Array.from({ length: count }, (_, index) => {
    const day = new Date(Date.parse(last) - (count - 1 - index) * dayMs).toISOString().slice(0, 10);
    return { day, use: byDay.get(day) ?? null };
  });
}
