import { afterAll, beforeAll, expect, it } from 'vitest';
import { ManualClock } from '@orrery/provider-kit/testing/manual-clock.ts';
import type { Amounts } from '@orrery/contract/quota/quota.ts';
import type { Database } from '../database/open-database.ts';
import { openTestDatabase } from '../database/testing/test-database.ts';
import { createIdentityBus } from '../identity/bus.ts';
import { createProject } from '../identity/projects.ts';
import { amountsOf } from '../operations/reservation.ts';
import { UsageMeter } from './usage-meter.ts';

let database: Database;
let project = '';
const clock = new ManualClock('2026-03-04T22:00:00.000Z');
beforeAll(async () => {
  database = await openTestDatabase();
  const passwords = { hash: async () => '', verify: async () => false };
  const context = {
    db: database.db,
    clock,
    passwords,
    bus: createIdentityBus(),
    changed: async () => undefined,
  };
  project = await createProject(context, { name: 'blue', description: null });
});
afterAll(() => database.close());

const minutes = (count: number) => count * 60_000;

it('LA-14: adds up what was there, by the time that it was there, and keeps the highest', async () => {
  const sums = new Map<string, Amounts>([['gone-project', amountsOf({ instances: 9 })]]);
  const totals = { of: (id: string) => sums.get(id) ?? amountsOf({}), projects: () => sums.keys() };
  const { db } = database;
  const meter = new UsageMeter({ db, clock, totals, log: () => undefined });
  sums.set(project, amountsOf({ instances: 2, vcpus: 4, memoryMiB: 2048, volumeGiB: 10 }));
  await clock.advance(minutes(6));
  await meter.sample();
  sums.set(project, amountsOf({ instances: 1, vcpus: 2, memoryMiB: 1024, volumeGiB: 10 }));
  await clock.advance(minutes(6));
  await meter.sample();
  // Orrery was down for two hours, over midnight: of that time only as much is counted as two samples are apart.
  await clock.advance(minutes(120));
  await meter.sample();
  const { days } = await meter.of(project, 2);
  expect(days.map(({ day }) => day)).toEqual(['2026-03-04', '2026-03-05']);
  expect(days[0]?.instanceHours).toBeCloseTo(0.3);
  expect(days[0]?.vcpuHours).toBeCloseTo(0.6);
  expect(days[0]?.memoryGiBHours).toBeCloseTo(0.3);
  expect(days[0]?.volumeGiBHours).toBeCloseTo(2);
  expect(days[0]?.peak).toEqual({ instances: 2, vcpus: 4, memoryMiB: 2048, volumeGiB: 10 });
  expect(days[1]?.instanceHours).toBeCloseTo(10 / 60);
  expect((await meter.of(project, 1)).days).toHaveLength(1);
});
