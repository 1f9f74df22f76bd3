import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../database/open-database.ts';
import { openTestDatabase } from '../database/testing/test-database.ts';
import { anInstance } from '../http/testing/samples.ts';
import { uuidv7 } from '../inventory/uuid.ts';
import { readAction } from './admission.ts';
import { createOperationStore } from './database-operation-store.ts';
import { newRecord } from './new-record.ts';
import type { OperationRecord } from './operation-record.ts';
import type { OperationStore } from './operation-store.ts';
import { createMemoryOperationStore } from './testing/memory-operation-store.ts';
import { person } from './testing/operations-rig.ts';

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
}, 60_000);
afterAll(() => database.close());

const kinds: [string, () => OperationStore][] = [
  ['PostgreSQL', () => createOperationStore(database.db)],
  ['memory', createMemoryOperationStore],
];

let clock = Date.parse('2026-03-04T10:00:00Z');
let serial = 0;
function intent(more: Partial<OperationRecord> = {}): OperationRecord {
  clock += 1_000;
  const target = anInstance({ id: `lab:store-${++serial}` });
  const asked = readAction('instance', 'start', {});
  const viewer = person('ada', { role: 'admin' });
  return { ...newRecord({ viewer, asked, target, backend: 'lab', batch: null, nowMs: clock }), ...more };
}
const user = '00000000-0000-4000-8000-000000000001';

describe.each(kinds)('operations kept in %s', (_name, open) => {
  it('OP-2: an intent that was written is found again, whole', async () => {
    const store = open();
    const record = intent({ message: 'with \u0000 and "quotes"' });
    expect(await store.begin({ records: [record] })).toEqual({
      outcome: 'begun',
      begun: new Set([record.id]),
    });
    expect(await store.get(record.id)).toEqual(record);
    expect(await store.unfinished()).toContainEqual(record);
  });

  it('OP-6: a second change of the same target is not written while the first is open', async () => {
    const store = open();
    const first = intent();
    await store.begin({ records: [first] });
    const second = intent({ target: first.target });
    expect(await store.begin({ records: [second] })).toEqual({ outcome: 'begun', begun: new Set() });
    const force = intent({ target: first.target, action: 'forceStop' });
    expect(await store.begin({ records: [force] })).toMatchObject({ begun: new Set([force.id]) });
    await store.save({ ...first, state: 'succeeded' });
    expect(await store.begin({ records: [second] })).toMatchObject({ begun: new Set([second.id]) });
  });

  it('OP-4: a key is taken with its operations or not at all', async () => {
    const store = open();
    const first = intent();
    const key = { userId: user, key: `k-${first.id}`, hash: 'h', reply: () => first.id };
    await store.begin({ records: [first], key });
    expect(await store.known(user, key.key)).toEqual({ hash: 'h', reply: first.id });
    const other = intent();
    expect(await store.begin({ records: [other], key: { ...key, reply: () => other.id } })).toEqual({
      outcome: 'known',
      request: { hash: 'h', reply: first.id },
    });
    expect(await store.get(other.id)).toBeUndefined();
    const busy = { userId: user, key: `b-${first.id}`, hash: 'h', reply: () => '' };
    await store.begin({ records: [intent({ target: first.target })], key: busy });
    expect(await store.known(user, busy.key)).toBeUndefined();
  });

  it('OP-10: what has ended stays as it ended', async () => {
    const store = open();
    const record = intent();
    await store.begin({ records: [record] });
    await store.save({ ...record, state: 'failed' });
    await store.save({ ...record, state: 'running' });
    expect((await store.get(record.id))?.state).toBe('failed');
  });

  it('finds the newest, and those of a batch', async () => {
    const store = open();
    const batch = uuidv7(clock);
    const records = [intent({ batch }), intent({ batch }), intent()];
    await store.begin({ records });
    expect((await store.newest(2)).map(({ id }) => id)).toEqual([records[2]?.id, records[1]?.id]);
    expect((await store.inBatch(batch)).map(({ id }) => id).sort()).toEqual(
      records
        .slice(0, 2)
        .map(({ id }) => id)
        .sort(),
    );
  });
});
