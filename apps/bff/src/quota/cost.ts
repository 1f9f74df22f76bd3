import type { Prices, ProjectCost } from '@orrery/contract/prices/prices.ts';
import type { UsageDay } from '@orrery/contract/quota/quota.ts';

type Cost = NonNullable<ProjectCost['cost']>;
type Hours = Pick<UsageDay, 'vcpuHours' | 'memoryGiBHours' | 'volumeGiBHours'>;

const nothing: Hours = { vcpuHours: 0, memoryGiBHours: 0, volumeGiBHours: 0 };

const plus = (a: Hours, b: Hours): Hours => ({
  vcpuHours: a.vcpuHours + b.vcpuHours,
  memoryGiBHours: a.memoryGiBHours + b.memoryGiBHours,
  volumeGiBHours: a.volumeGiBHours + b.volumeGiBHours,
});

const costOfHours = (hours: Hours, prices: Prices): number =>
  hours.vcpuHours * prices.vcpuHour +
  hours.memoryGiBHours * prices.memoryGiBHour +
  hours.volumeGiBHours * prices.volumeGiBHour;

const item = (hours: number, price: number) => ({ hours, price, cost: hours * price });

/** What these days cost. Nothing is rounded: the page that shows it knows how many digits its currency has. */
export function costOf(days: readonly (Hours & { day: string })[], prices: Prices): Cost {
  const sum = days.reduce<Hours>(plus, nothing);
  return {
    currency: prices.currency,
    total: costOfHours(sum, prices),
    items: {
      vcpus: item(sum.vcpuHours, prices.vcpuHour),
      memory: item(sum.memoryGiBHours, prices.memoryGiBHour),
      volumes: item(sum.volumeGiBHours, prices.volumeGiBHour),
    },
    days: days.map(({ day, ...hours }) => ({ day, cost: costOfHours(hours, prices) })),
  };
}

/** First and last day of a month such as 2026-02. */
export function daysOfMonth(month: string): { from: string; to: string } {
  const [year = 0, number = 1] = month.split('-').map(Number);
  // Day 0 of the next month is the last of this one.
  const last = new Date(Date.UTC(year, number, 0)).getUTCDate();
  return { from: `${month}-01`, to: `${month}-${last}` };
}

export const monthOf = (ms: number): string => new Date(ms).toISOString().slice(0, 7);
