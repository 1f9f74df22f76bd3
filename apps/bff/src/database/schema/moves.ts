import type { Migration } from '@orrery/contract/migrations/migration.ts';
import type { Plan } from '@orrery/contract/migrations/plans.ts';
import { doublePrecision, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';

const moment = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

/** See migrations/0010_moves.sql for constraints and indexes. */
export const migrationTable = pgTable('migration', {
  id: text('id').primaryKey(),
  backend: text('backend').notNull(),
  instance: text('instance').notNull(),
  state: text('state').$type<Migration['status']>().notNull(),
  basis: text('basis'),
  shown: doublePrecision('shown').notNull(),
  createdAt: moment('created_at').notNull(),
  body: text('body').notNull(),
});

/** See migrations/0011_maintenance_and_plans.sql. */
export const hostMaintenanceTable = pgTable('host_maintenance', {
  host: text('host').primaryKey(),
  reason: text('reason'),
  by: text('by').notNull(),
  since: moment('since').notNull(),
});

export const planTable = pgTable('plan', {
  id: uuid('id').primaryKey(),
  host: text('host').notNull(),
  state: text('state').$type<Plan['state']>().notNull(),
  createdAt: moment('created_at').notNull(),
  body: text('body').notNull(),
});
