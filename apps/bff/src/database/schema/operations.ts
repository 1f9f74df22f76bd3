import type { OperationState } from '@orrery/contract/resources/operation.ts';
import { pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';

const moment = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

/** See migrations/0003_operations.sql for constraints and indexes. */
export const operationTable = pgTable('operation', {
  id: uuid('id').primaryKey(),
  state: text('state').$type<OperationState>().notNull(),
  backend: text('backend').notNull(),
  target: text('target').notNull(),
  lane: text('lane').$type<'change' | 'override'>().notNull(),
  batch: uuid('batch'),
  createdAt: moment('created_at').notNull(),
  body: text('body').notNull(),
});

export const operationRequestTable = pgTable(
  'operation_request',
  {
    userId: uuid('user_id').notNull(),
    key: text('key').notNull(),
    hash: text('hash').notNull(),
    operations: uuid('operations').array().notNull(),
    reply: text('reply').notNull(),
    createdAt: moment('created_at').notNull(),
  },
  table => [primaryKey({ columns: [table.userId, table.key] })],
);
