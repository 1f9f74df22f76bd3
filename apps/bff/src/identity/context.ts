import type { Clock } from '@orrery/provider-kit/clock.ts';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import type { IdentityBus } from './bus.ts';
import type { Passwords } from './passwords.ts';

export type Db = Pick<
  NodePgDatabase,
  'select' | 'insert' | 'update' | 'delete' | 'execute' | 'transaction' | '$count'
>;
/** A connection, or a transaction on one. */
export type Queries = Omit<Db, 'transaction'>;

/** Rows that were created, changed or deleted. */
export interface ChangedRows {
  users?: readonly string[];
  projects?: readonly string[];
}

/** What every command of this folder works with. */
export interface IdentityContext {
  db: Db;
  clock: Clock;
  passwords: Passwords;
  bus: IdentityBus;
  /** Shows the new state in the inventory. */
  changed: (rows: ChangedRows) => Promise<void>;
}
