import fc from 'fast-check';
import { expect, it } from 'vitest';
import { costOf, daysOfMonth, monthOf } from './cost.ts';

const prices = { currency: 'EUR', vcpuHour: 0.01, memoryGiBHour: 0.005, volumeGiBHour: 0.0001 };
const day = (date: string, vcpuHours: number, memoryGiBHours: number, volumeGiBHours: number) => ({
  day: date,
  vcpuHours,
  memoryGiBHours,
  volumeGiBHours,
});

it('adds up what each hour costs, by item and by day', () => {
  const cost = costOf([day('2026-11-01', 24, 48, 240), day('2026-11-02', 12, 24, 240)], prices);
  expect(cost.items.vcpus).toEqual({ hours: 36, price: 0.01, cost: 0.36 });
  expect(cost.items.memory.cost).toBeCloseTo(0.36);
  expect(cost.items.volumes.cost).toBeCloseTo(0.048);
  expect(cost.total).toBeCloseTo(0.768);
  expect(cost.days.map(({ day: date }) => date)).toEqual(['2026-11-01', '2026-11-02']);
  expect(cost.days[0]?.cost).toBeCloseTo(0.504);
});

it('is nothing without use', () => {
  expect(costOf([], prices)).toMatchObject({ total: 0, days: [] });
});

it('is the same whether it is added up by item or by day', () => {
  const hours = fc.double({ min: 0, max: 1e6, noNaN: true });
  fc.assert(
    fc.property(fc.array(fc.tuple(hours, hours, hours), { maxLength: 31 }), days => {
      const cost = costOf(
        days.map(([a, b, c], at) => day(`2026-11-${at + 1}`, a, b, c)),
        prices,
      );
      const { vcpus, memory, volumes } = cost.items;
      const byItem = vcpus.cost + memory.cost + volumes.cost;
      const byDay = cost.days.reduce((sum, one) => sum + one.cost, 0);
      expect(Math.abs(byItem - cost.total)).toBeLessThanOrEqual(1e-9 * (1 + cost.total));
      expect(Math.abs(byDay - cost.total)).toBeLessThanOrEqual(1e-9 * (1 + cost.total));
    }),
  );
});

it.each([
  ['2026-02', '2026-02-28'],
  ['2028-02', '2028-02-29'],
  ['2026-12', '2026-12-31'],
])('knows the days of %s', (month, to) => {
  expect(daysOfMonth(month)).toEqual({ from: `${month}-01`, to });
});

it('a month is one of UTC', () => {
  expect(monthOf(Date.parse('2026-11-30T23:59:59.999Z'))).toBe('2026-11');
  expect(monthOf(Date.parse('2026-12-01T00:00:00.000Z'))).toBe('2026-12');
});
