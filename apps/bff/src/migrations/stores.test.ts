import { exampleMigration } from '@orrery/contract/migrations/examples.ts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Database } from '../database/open-database.ts';
import { openTestDatabase } from '../database/testing/test-database.ts';
import { createMoveStore } from './database-move-store.ts';
import type { KeptMove } from './kept-move.ts';
import { createMaintenanceStore } from './maintenance.ts';

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
  expect(await store.ended({ limit: 10 })).toEqual([]);
});

it('ended moves are told newest first, of one instance and before a time where that is asked', async () => {
  const store = createMoveStore(database.db);
  const ended = (id: string, startedAt: string, instance = 'lab:web-9') =>
    store.save({
      row: { ...exampleMigration, id, instance, status: 'succeeded', startedAt, endedAt: startedAt },
      basis: null,
      shown: 1,
    });
  await ended('lab:a', '2026-01-01T00:00:00.000Z');
  await ended('lab:b', '2026-01-02T00:00:00.000Z');
  await ended('lab:c', '2026-01-03T00:00:00.000Z', 'lab:other');
  const ids = async (more: { instance?: string; before?: string } = {}) =>
    (await store.ended({ limit: 10, ...more })).map(({ id }) => id);
  expect(await ids()).toEqual(['lab:c', 'lab:b', 'lab:a']);
  expect(await ids({ instance: 'lab:web-9' })).toEqual(['lab:b', 'lab:a']);
  expect(await ids({ before: '2026-01-02T00:00:00.000Z' })).toEqual(['lab:a']);
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
