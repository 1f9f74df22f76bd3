import { and, asc, desc, eq, inArray } from 'drizzle-orm';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import {
  operationRequestTable as requests,
  operationTable as operations,
} from '../database/schema/operations.ts';
import {
  closeReservation,
  holdStill,
  readReservations,
  releaseReservations,
  type Transaction,
  writeReservations,
} from './database-reservations.ts';
import { isFinished, laneOf, type OperationRecord, operationRecordSchema } from './operation-record.ts';
import type {
  BeginRequest,
  BeginResult,
  Intent,
  KnownRequest,
  OperationStore,
  Planning,
} from './operation-store.ts';

/** Ends the transaction without a trace. */
class Abandon extends Error {
  readonly result: BeginResult;
  constructor(result: BeginResult) {
    super('nothing to keep');
    this.result = result;
  }
}

const open = ['queued', 'running'] as const;

export function createOperationStore(db: Transaction & Pick<NodePgDatabase, 'transaction'>): OperationStore {
  const records = async (rows: Promise<{ body: string }[]>): Promise<OperationRecord[]> =>
    (await rows).map(row => operationRecordSchema.parse(JSON.parse(row.body)));
  const body = { body: operations.body };
  const alone = takeTurns();
  return {
    known: (userId, key) => known(db, userId, key),
    begin: async request => {
      const write = () => db.transaction(transaction => begin(transaction, request));
      try {
        // Those that reserve wait here for one another rather than with a connection each.
        return await ('plan' in request.records ? alone(write) : write());
      } catch (error) {
        if (error instanceof Abandon) return error.result;
        throw error;
      }
    },
    save: async record => {
      try {
        await db.transaction(transaction => save(transaction, record, record.target));
      } catch (error) {
        if (!isTargetTaken(error)) throw error;
        // Somebody was quicker with an action on what is being made: both go on.
        await db.transaction(transaction => save(transaction, record, undefined));
      }
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
    reservations: () => readReservations(db),
    release: released => releaseReservations(db, released),
  };
}

function takeTurns(): <T>(task: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return task => {
    const mine = last.then(task);
    last = mine.catch(() => undefined);
    return mine;
  };
}

/** SQLSTATE 23505: another open operation has this target (OP-6). */
const isTargetTaken = (error: unknown): boolean =>
  error instanceof Error && error.cause instanceof pg.DatabaseError && error.cause.code === '23505';

async function save(db: Transaction, record: OperationRecord, target: string | undefined): Promise<void> {
  const changed = await db
    .update(operations)
    .set({ state: record.state, ...(target !== undefined && { target }), body: JSON.stringify(record) })
    .where(and(eq(operations.id, record.id), inArray(operations.state, [...open])))
    .returning({ id: operations.id });
  if (changed.length > 0 && isFinished(record)) await closeReservation(db, record);
}

async function known(db: Transaction, userId: string, key: string): Promise<KnownRequest | undefined> {
  const which = and(eq(requests.userId, userId), eq(requests.key, key));
  const rows = await db.select({ hash: requests.hash, reply: requests.reply }).from(requests).where(which);
  return rows[0];
}

async function intentsOf(
  db: Transaction,
  wanted: Planning,
  key: BeginRequest['key'],
): Promise<readonly Intent[]> {
  const quotas = await holdStill(db, wanted.projects);
  // A twin of this very request may just have taken the last of the quota: its answer is this one's too.
  const request = key && (await known(db, key.userId, key.key));
  if (request) throw new Abandon({ outcome: 'known', request });
  return wanted.plan({ quotas, reservations: await readReservations(db) });
}

async function begin(db: Transaction, { records, key }: BeginRequest): Promise<BeginResult> {
  const intents =
    'plan' in records
      ? await intentsOf(db, records, key)
      : records.map((record): Intent => ({ record, reservation: null }));
  const rows = intents.map(({ record }) => ({
    id: record.id,
    state: record.state,
    backend: record.backend,
    target: record.target,
    lane: laneOf(record.action),
    batch: record.batch,
    createdAt: new Date(record.createdAt),
    body: JSON.stringify(record),
  }));
  if (rows.length === 0) throw new Abandon({ outcome: 'begun', begun: new Set() });
  // The only conflict there can be is that of an open operation on the same target.
  const written = await db
    .insert(operations)
    .values(rows)
    .onConflictDoNothing()
    .returning({ id: operations.id });
  const begun = new Set(written.map(({ id }) => id));
  if (begun.size === 0) throw new Abandon({ outcome: 'begun', begun });
  await writeReservations(
    db,
    intents.filter(({ record }) => begun.has(record.id)),
  );
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
