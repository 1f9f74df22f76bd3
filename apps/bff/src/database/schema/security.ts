import type { SecurityRule } from '@orrery/contract/security/security-groups.ts';
import { jsonb, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';

const moment = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

/** See migrations/0009_security_and_prices.sql for constraints. */
export const securityGroupTable = pgTable('security_group', {
  id: uuid('id').primaryKey(),
  project: uuid('project').notNull(),
  name: text('name').notNull(),
  description: text('description'),
  rules: jsonb('rules').$type<SecurityRule[]>().notNull(),
  createdAt: moment('created_at').notNull(),
  changedAt: moment('changed_at').notNull(),
});
export type SecurityGroupRow = typeof securityGroupTable.$inferSelect;

export const settingTable = pgTable('setting', {
  name: text('name').primaryKey(),
  body: jsonb('body').notNull(),
  changedAt: moment('changed_at').notNull(),
});
