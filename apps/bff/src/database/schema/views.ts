import type { ResourceKind } from '@orrery/contract/resources/base.ts';
import type { ViewState } from '@orrery/contract/views/saved-views.ts';
import { boolean, integer, jsonb, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';

const moment = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

/** See migrations/0012_saved_views.sql for constraints and indexes. */
export const savedViewTable = pgTable('saved_view', {
  id: uuid('id').primaryKey(),
  userId: uuid('user_id').notNull(),
  kind: text('kind').$type<ResourceKind>().notNull(),
  name: text('name').notNull(),
  state: jsonb('state').$type<ViewState>().notNull(),
  everybody: boolean('everybody').notNull(),
  project: uuid('project'),
  position: integer('position').notNull(),
  createdAt: moment('created_at').notNull(),
  changedAt: moment('changed_at').notNull(),
});
export type SavedViewRow = typeof savedViewTable.$inferSelect;
