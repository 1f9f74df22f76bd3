import { randomUUID } from 'node:crypto';
import { createPlanSchema, type Plan } from '@orrery/contract/migrations/plans.ts';
import { exampleMigration } from '@orrery/contract/migrations/examples.ts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Database } from '../database/open-database.ts';
import { openTestDatabase } from '../database/testing/test-database.ts';
import { createMoveStore } from './database-move-store.ts';
import type { KeptMove } from './kept-move.ts';
import { createMaintenanceStore } from './maintenance.ts';
import { createPlanStore } from './plans/database-plan-store.ts';
import { readHistory } from './read-history.ts';

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

const basis: KeptMove['basis'] = {
  plan: { memoryBytes: 1e9, limits: { bandwidth: null, downtimeMs: 300, autoConverge: false } },
  offers: [{ kind: 'abort', applies: 'now' }],
  stop: null,
};

it('MG-3: a move comes back as it was kept, and what was shown of it never gets less', async () => {
  const store = createMoveStore(database.db);
  const kept: KeptMove = { row: exampleMigration, basis, shown: 0.2 };
  await store.save(kept);
  await store.saveShown(exampleMigration.id, 0.6);
  await store.saveShown(exampleMigration.id, 0.4);
  await store.save({ ...kept, shown: 0.3 });
  expect(await store.unfinished()).toEqual([{ ...kept, shown: 0.6 }]);
  expect(await store.get(exampleMigration.id)).toEqual({ ...kept, shown: 0.6 });
  expect(await store.ended({ limit: 10 })).toEqual({ items: [], total: 0, next: null });
});

it('MG-16: ended moves are told page by page, newest first, each once and none left out', async () => {
  const store = createMoveStore(database.db);
  const ended = (id: string, startedAt: string, instance = 'lab:web-9') =>
    store.save({
      row: { ...exampleMigration, id, instance, status: 'succeeded', startedAt, endedAt: startedAt },
      basis: null,
      shown: 1,
    });
  await ended('lab:a', '2026-01-01T00:00:00.000Z');
  await ended('lab:b', '2026-01-02T00:00:00.000Z');
  // Two of the same moment stand in one order too.
  await ended('lab:c', '2026-01-03T00:00:00.000Z', 'lab:other');
  await ended('lab:d', '2026-01-03T00:00:00.000Z');
  const pages = async (limit: number, instance?: string) => {
    const seen: string[][] = [];
    for (let cursor: string | undefined; ; ) {
      const page = await readHistory(store, { limit, instance, cursor });
      seen.push(page.items.map(({ id }) => id));
      expect(page.total).toBe(instance === undefined ? 4 : 3);
      if (page.nextCursor === null) return seen;
      cursor = page.nextCursor;
    }
  };
  expect(await pages(10)).toEqual([['lab:d', 'lab:c', 'lab:b', 'lab:a']]);
  expect(await pages(3)).toEqual([['lab:d', 'lab:c', 'lab:b'], ['lab:a']]);
  expect(await pages(1)).toEqual([['lab:d'], ['lab:c'], ['lab:b'], ['lab:a']]);
  expect(await pages(2, 'lab:web-9')).toEqual([['lab:d', 'lab:b'], ['lab:a']]);
});

it('MG-16: a cursor of another list is refused', async () => {
  const store = createMoveStore(database.db);
  const { nextCursor } = await readHistory(store, { limit: 1 });
  const cursor = nextCursor ?? '';
  await expect(readHistory(store, { limit: 1, cursor, instance: 'lab:web-9' })).rejects.toMatchObject({
    code: 'cursor.invalid',
  });
  await expect(readHistory(store, { limit: 1, cursor: 'bogus' })).rejects.toMatchObject({
    code: 'cursor.invalid',
  });
});

it('MG-12: marks of hosts are kept, changed and taken away', async () => {
  const store = createMaintenanceStore(database.db);
  const mark = { reason: 'New memory', by: 'ada', since: '2026-01-01T00:00:00.000Z' };
  await store.set('lab:h1', { ...mark, reason: null });
  await store.set('lab:h1', mark);
  expect(await store.all()).toEqual([{ host: 'lab:h1', ...mark }]);
  await store.clear('lab:h1');
  expect(await store.all()).toEqual([]);
});

it('MG-18: only plans that were never run are dropped, and only old ones', async () => {
  const store = createPlanStore(database.db);
  const kept = async (id: string, state: Plan['state'], createdAt: string) => {
    const plan = { ...emptyPlan, id, state, createdAt, host: `lab:${id}` };
    await store.save({ plan, owner: { userId: 'u1', username: 'ada' }, maintenance: 'not-wanted' });
    return id;
  };
  const old = await kept(randomUUID(), 'preview', '2026-01-01T00:00:00.000Z');
  const run = await kept(randomUUID(), 'paused', '2026-01-01T00:00:00.000Z');
  const young = await kept(randomUUID(), 'preview', '2026-01-03T00:00:00.000Z');
  await store.dropPreviews('2026-01-02T00:00:00.000Z');
  expect(await store.get(old)).toBeUndefined();
  expect((await store.get(run))?.plan.state).toBe('paused');
  expect((await store.get(young))?.plan.state).toBe('preview');
});

const emptyPlan: Plan = {
  id: '',
  kind: 'drain',
  host: '',
  hostName: 'host1',
  backend: 'lab',
  state: 'preview',
  request: createPlanSchema.parse({ kind: 'drain', host: 'lab:host1' }),
  waves: 0,
  steps: [],
  blockers: [],
  totalMs: null,
  leftMs: null,
  progress: 0,
  problem: null,
  createdBy: 'ada',
  createdAt: '',
  startedAt: null,
  endedAt: null,
};
