import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../database/open-database.ts';
import { openTestDatabase } from '../database/testing/test-database.ts';
import { anInstance } from '../http/testing/samples.ts';
import { readAction } from './admission.ts';
import { createOperationStore } from './database-operation-store.ts';
import { newRecord } from './new-record.ts';
import type { Intent, OperationStore } from './operation-store.ts';
import { amountsOf, type HeldReservation } from './reservation.ts';
import { createMemoryOperationStore } from './testing/memory-operation-store.ts';
import { projectId } from './testing/making.ts';
import { person } from './testing/operations-rig.ts';

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

const kinds: [string, () => OperationStore][] = [
  ['PostgreSQL', () => createOperationStore(database.db)],
  ['memory', () => createMemoryOperationStore()],
];

let serial = 0;
function intent(): Intent {
  const target = anInstance({ id: `lab:reserved-${++serial}`, project: projectId });
  const asked = readAction('instance', 'snapshot', { name: 'one' });
  const nowMs = Date.parse('2026-03-04T10:00:00Z') + serial * 1_000;
  const viewer = person('ada', { role: 'admin' });
  const record = newRecord({ viewer, asked, target, backend: 'lab', batch: null, nowMs });
  const reservation = {
    project: projectId,
    backend: 'lab',
    host: null,
    amounts: amountsOf({ snapshots: 1 }),
    expects: { is: 'snapshot', name: 'one' },
  } as const;
  return { record, reservation };
}

describe.each(kinds)('reservations kept in %s', (_name, open) => {
  const held = async (store: OperationStore, { record }: Intent): Promise<HeldReservation | undefined> =>
    (await store.reservations()).find(({ operation }) => operation === record.id);
  const begin = (store: OperationStore, one: Intent) =>
    store.begin({ records: { projects: [], plan: () => [one] } });

  it('LA-5: stand from the intent on, and are given back with a failure', async () => {
    const store = open();
    const one = intent();
    await begin(store, one);
    expect(await held(store, one)).toEqual({
      ...one.reservation,
      operation: one.record.id,
      kind: 'instance',
      target: one.record.target,
      name: one.record.targetName,
      tags: [],
      endedAt: null,
    });
    await store.save({ ...one.record, state: 'running' });
    expect(await held(store, one)).toBeDefined();
    await store.save({ ...one.record, state: 'failed' });
    expect(await held(store, one)).toBeUndefined();
  });

  it('LA-5: wait for the inventory after a success, once', async () => {
    const store = open();
    const one = intent();
    await begin(store, one);
    const endedAt = '2026-03-04T11:00:00.000Z';
    await store.save({ ...one.record, state: 'succeeded', endedAt });
    await store.save({ ...one.record, state: 'failed' });
    expect((await held(store, one))?.endedAt).toBe(Date.parse(endedAt));
    await store.release([one.record.id]);
    expect(await held(store, one)).toBeUndefined();
  });

  it('LA-4: those that come later are decided with those before in sight', async () => {
    const store = open();
    const seen: number[] = [];
    const before = (await store.reservations()).length;
    await Promise.all(
      Array.from({ length: 5 }, () =>
        store.begin({
          records: {
            projects: [],
            plan: ({ reservations }) => {
              seen.push(reservations.length - before);
              return [intent()];
            },
          },
        }),
      ),
    );
    expect(seen).toEqual([0, 1, 2, 3, 4]);
  });

  it('LA-4: a plan that refuses leaves nothing, neither intent nor key', async () => {
    const store = open();
    const key = {
      userId: person('ada').principal.userId,
      key: `refused-${_name}`,
      hash: 'h',
      reply: () => '',
    };
    const plan = () => {
      throw new Error('No room');
    };
    await expect(store.begin({ records: { projects: [], plan }, key })).rejects.toThrow('No room');
    expect(await store.known(key.userId, key.key)).toBeUndefined();
  });

  it('OP-4: a twin of what took the last of the quota is answered, not refused', async () => {
    const store = open();
    const one = intent();
    const key = {
      userId: person('ada').principal.userId,
      key: `twin-${_name}`,
      hash: 'h',
      reply: () => one.record.id,
    };
    await store.begin({ records: { projects: [], plan: () => [one] }, key });
    const plan = () => {
      throw new Error('No room');
    };
    expect(await store.begin({ records: { projects: [], plan }, key })).toEqual({
      outcome: 'known',
      request: { hash: 'h', reply: one.record.id },
    });
  });
});
