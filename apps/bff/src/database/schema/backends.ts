import { pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';

const moment = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

/** See migrations/0004_backends_and_events.sql. */
export const backendTable = pgTable('backend', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  kind: text('kind').notNull(),
  /** Sealed JSON. */
  settings: text('settings').notNull(),
  createdAt: moment('created_at').notNull(),
});

export const eventTable = pgTable('event', {
  id: uuid('id').primaryKey(),
  at: moment('at').notNull(),
  backend: text('backend'),
  target: text('target'),
  body: text('body').notNull(),
});
