import { expect, it } from 'vitest';
import type { LoadHost } from './load-rows.ts';
import { loadAt, momentsOf } from './past-load.ts';

// Only these fields of a row are read.
const host = (id: string, status = 'up') => ({ id, name: `kvm-${id}`, status, memoryMiB: 1000 }) as LoadHost;
const kept = (start: number, cpu: (number | null)[], memory: (number | null)[] = []) => ({
  start,
  stepSeconds: 60,
  series: { cpuPercent: cpu, memoryUsedMiB: memory },
});

const hosts = [host('a'), host('b'), host('c', 'maintenance')];
const all = new Map([
  ['a', kept(0, [null, 20, 40], [null, null, 500])],
  // Seen first a minute later.
  ['b', kept(60_000, [60, null])],
  ['c', kept(0, [null, 1, 1])],
]);

it('knows the minutes of which something is kept, of whichever host', () => {
  expect(momentsOf(all, 'cpu')).toEqual([60_000, 120_000]);
  expect(momentsOf(all, 'memory')).toEqual([120_000]);
  expect(momentsOf(new Map(), 'cpu')).toEqual([]);
});

it('tells each host at that minute, and how far apart those that carry something were', () => {
  const then = loadAt(60_000, { hosts, kept: all, measure: 'cpu' });
  expect(then.hosts.map(({ name, load }) => [name, load])).toEqual([
    ['kvm-a', 0.2],
    ['kvm-b', 0.6],
    ['kvm-c', 0.01],
  ]);
  expect(then.balance).toEqual({ mean: 0.4, deviation: expect.closeTo(0.2), hosts: 2 });
});

it('makes nothing up where nothing was measured', () => {
  expect(loadAt(120_000, { hosts, kept: all, measure: 'cpu' }).hosts[1]?.load).toBeNull();
  const memory = loadAt(120_000, { hosts, kept: all, measure: 'memory' });
  expect(memory.hosts.map(({ load }) => load)).toEqual([0.5, null, null]);
  expect(memory.balance?.hosts).toBe(1);
});
