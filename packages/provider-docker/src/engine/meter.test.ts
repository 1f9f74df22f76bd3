import { ManualClock } from '@orrery/provider-kit/testing/manual-clock.ts';
import { beforeEach, expect, it } from 'vitest';
import { containerFacts, hostRecord } from '../testing/records.ts';
import { EngineError } from './engine-error.ts';
import type { HostRecord } from './facts.ts';
import { callsPerSecond, Meter } from './meter.ts';

let clock: ManualClock;
let meter: Meter;
let record: HostRecord;
let asked: string[];

/** Each container has used half a processor since 1970. */
const api = {
  get: async <T>(path: string): Promise<T> => {
    asked.push(path.split('/')[2] ?? '');
    if (path.includes('gone')) throw new EngineError('answer', 'No such container', { status: 404 });
    const now = clock.now();
    const stats = {
      read: new Date(now).toISOString(),
      cpu_stats: { cpu_usage: { total_usage: now * 5e5 } },
      memory_stats: { usage: 1 << 20 },
    };
    // The one answer that a meter asks for.
    return stats as T;
  },
};

beforeEach(() => {
  clock = new ManualClock();
  meter = new Meter('b', clock);
  record = hostRecord('one');
  asked = [];
});

const add = (id: string, status = 'running') => {
  const facts = containerFacts(id, { cpus: 1 });
  record.containers.set(id, { ...facts, state: { ...facts.state, status } });
};

async function seconds(count: number): Promise<number[]> {
  const perSecond: number[] = [];
  for (let i = 0; i < count; i++) {
    const before = asked.length;
    await meter.measure(api, record);
    perSecond.push(asked.length - before);
    await clock.advance(1_000);
  }
  return perSecond;
}

it('measures few every five seconds, and tells their load from the second reading on', async () => {
  add('c1');
  add('off', 'exited');
  expect(await meter.measure(api, record)).toEqual([]);
  await clock.advance(5_000);
  expect(await meter.measure(api, record)).toMatchObject([{ id: 'b:c1', cpuPercent: 50, memoryUsedMiB: 1 }]);
  expect(await seconds(5)).toEqual([0, 0, 0, 0, 0]);
  expect(new Set(asked)).toEqual(new Set(['c1']));
});

it('asks a bounded number of many, each in its turn', async () => {
  const many = 70;
  for (let i = 0; i < many; i++) add(`c${i}`);
  const rates = await seconds(8);
  expect(Math.max(...rates)).toBe(callsPerSecond);
  const times = new Map<string, number>();
  for (const id of asked) times.set(id, (times.get(id) ?? 0) + 1);
  expect(times.size).toBe(many);
  expect(Math.max(...times.values()) - Math.min(...times.values())).toBeLessThanOrEqual(1);
});

it('bears that a container ends meanwhile, and forgets it', async () => {
  add('gone');
  add('c1');
  expect(await meter.measure(api, record)).toEqual([]);
  record.containers.delete('gone');
  await clock.advance(5_000);
  expect(await meter.measure(api, record)).toHaveLength(1);
  expect(asked).toEqual(['gone', 'c1', 'c1']);
});
