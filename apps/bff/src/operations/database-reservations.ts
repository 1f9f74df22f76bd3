import type { Quota } from '@orrery/contract/resources/identity.ts';
import { eq, inArray, sql } from 'drizzle-orm';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import { projectTable } from '../database/schema/identity.ts';
import { operationTable } from '../database/schema/operations.ts';
import { reservationTable } from '../database/schema/self-service.ts';
import { type OperationRecord, operationRecordSchema } from './operation-record.ts';
import type { Intent } from './operation-store.ts';
import { expectationSchema, heldOf, type HeldReservation } from './reservation.ts';

export type Transaction = Pick<NodePgDatabase, 'insert' | 'select' | 'update' | 'delete' | 'execute'>;

/** Any constant will do, as long as every Orrery uses the same: one at a time decides about quota and place. */
const advisoryLock = 5_116_772_902;

/** From here to the end of the transaction nobody else reserves anything, and these limits do not change. */
export async function holdStill(db: Transaction, projects: readonly string[]): Promise<Map<string, Quota>> {
  await db.execute(sql`select pg_advisory_xact_lock(${advisoryLock})`);
  if (projects.length === 0) return new Map();
  const rows = await db
    .select({ id: projectTable.id, quota: projectTable.quota })
    .from(projectTable)
    .where(inArray(projectTable.id, [...projects]))
    .orderBy(projectTable.id)
    .for('update');
  return new Map(rows.map(({ id, quota }) => [id, quota]));
}

export async function readReservations(db: Pick<Transaction, 'select'>): Promise<HeldReservation[]> {
  const rows = await db
    .select({ held: reservationTable, body: operationTable.body })
    .from(reservationTable)
    .innerJoin(operationTable, eq(operationTable.id, reservationTable.operation));
  return rows.map(({ held, body }) => {
    const record = operationRecordSchema.parse(JSON.parse(body));
    const { project, backend, host, amounts } = held;
    const expects = expectationSchema.parse(held.expects);
    const endedAt = held.endedAt?.getTime() ?? null;
    return heldOf(record, { project, backend, host, amounts, expects, endedAt });
  });
}

export async function writeReservations(db: Transaction, intents: readonly Intent[]): Promise<void> {
  const rows = intents.flatMap(({ record, reservation }) =>
    reservation
      ? [{ operation: record.id, ...reservation, createdAt: new Date(record.createdAt), endedAt: null }]
      : [],
  );
  if (rows.length > 0) await db.insert(reservationTable).values(rows);
}

/** What failed takes nothing; what succeeded is kept until the inventory shows it. */
export async function closeReservation(db: Transaction, record: OperationRecord): Promise<void> {
  const which = eq(reservationTable.operation, record.id);
  if (record.state === 'succeeded') {
    const endedAt = new Date(record.endedAt ?? record.createdAt);
    await db.update(reservationTable).set({ endedAt }).where(which);
  } else await db.delete(reservationTable).where(which);
}

export async function releaseReservations(
  db: Pick<Transaction, 'delete'>,
  operations: readonly string[],
): Promise<void> {
  if (operations.length === 0) return;
  await db.delete(reservationTable).where(inArray(reservationTable.operation, [...operations]));
}
