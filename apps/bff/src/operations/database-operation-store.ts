import { and, asc, desc, eq, inArray } from 'drizzle-orm';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import {
  operationRequestTable as requests,
  operationTable as operations,
} from '../database/schema/operations.ts';
import { laneOf, type OperationRecord, operationRecordSchema } from './operation-record.ts';
import type { BeginRequest, BeginResult, KnownRequest, OperationStore } from './operation-store.ts';

type Transaction = Pick<NodePgDatabase, 'insert' | 'select'>;

/** Ends the transaction without a trace. */
class Abandon extends Error {
  readonly result: BeginResult;
  constructor(result: BeginResult) {
    super('nothing to keep');
    this.result = result;
  }
}

const open = ['queued', 'running'] as const;

export function createOperationStore(db: NodePgDatabase): OperationStore {
  const records = async (rows: Promise<{ body: string }[]>): Promise<OperationRecord[]> =>
    (await rows).map(row => operationRecordSchema.parse(JSON.parse(row.body)));
  const body = { body: operations.body };
  return {
    known: (userId, key) => known(db, userId, key),
    begin: async request => {
      try {
        return await db.transaction(transaction => begin(transaction, request));
      } catch (error) {
        if (error instanceof Abandon) return error.result;
        throw error;
      }
    },
    save: async record => {
      await db
        .update(operations)
        .set({ state: record.state, body: JSON.stringify(record) })
        .where(and(eq(operations.id, record.id), inArray(operations.state, [...open])));
    },
    get: async id => (await records(db.select(body).from(operations).where(eq(operations.id, id))))[0],
    unfinished: () =>
      records(
        db
          .select(body)
          .from(operations)
          .where(inArray(operations.state, [...open]))
          .orderBy(asc(operations.createdAt)),
      ),
    newest: count =>
      records(db.select(body).from(operations).orderBy(desc(operations.createdAt)).limit(count)),
    inBatch: batch => records(db.select(body).from(operations).where(eq(operations.batch, batch))),
  };
}

async function known(db: Transaction, userId: string, key: string): Promise<KnownRequest | undefined> {
  const which = and(eq(requests.userId, userId), eq(requests.key, key));
  const rows = await db.select({ hash: requests.hash, reply: requests.reply }).from(requests).where(which);
  return rows[0];
}

async function begin(db: Transaction, { records, key }: BeginRequest): Promise<BeginResult> {
  const rows = records.map(record => ({
    id: record.id,
    state: record.state,
    backend: record.backend,
    target: record.target,
    lane: laneOf(record.action),
    batch: record.batch,
    createdAt: new Date(record.createdAt),
    body: JSON.stringify(record),
  }));
  // The only conflict there can be is that of an open operation on the same target.
  const written = await db
    .insert(operations)
    .values(rows)
    .onConflictDoNothing()
    .returning({ id: operations.id });
  const begun = new Set(written.map(({ id }) => id));
  if (begun.size === 0) throw new Abandon({ outcome: 'begun', begun });
  if (key === undefined) return { outcome: 'begun', begun };
  const { userId, hash, reply } = key;
  const request = {
    userId,
    key: key.key,
    hash,
    operations: [...begun],
    reply: reply(begun),
    createdAt: new Date(),
  };
  const noted = await db.insert(requests).values(request).onConflictDoNothing().returning();
  if (noted.length > 0) return { outcome: 'begun', begun };
  const earlier = await known(db, userId, key.key);
  if (earlier === undefined) throw new Error('An idempotency key vanished while it was being used');
  throw new Abandon({ outcome: 'known', request: earlier });
}
