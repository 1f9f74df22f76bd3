import type { GlobalRole, ProjectRole } from '@orrery/contract/identity/roles.ts';
import type { Quota } from '@orrery/contract/resources/identity.ts';
import { boolean, customType, jsonb, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';

const bytes = customType<{ data: Buffer }>({ dataType: () => 'bytea' });
const moment = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

/** See migrations/0001_identity.sql for constraints and indexes. */
export const userTable = pgTable('user_account', {
  id: uuid('id').primaryKey(),
  username: text('username').notNull(),
  /** Lower case: unique, and what is looked up. */
  usernameKey: text('username_key').notNull(),
  displayName: text('display_name'),
  /** Null for users of another identity source. */
  passwordHash: text('password_hash'),
  role: text('role').$type<GlobalRole>(),
  identitySource: text('identity_source').$type<'local' | 'oidc'>().notNull(),
  disabled: boolean('disabled').notNull(),
  createdAt: moment('created_at').notNull(),
  lastLoginAt: moment('last_login_at'),
});
export type UserRow = typeof userTable.$inferSelect;

export const projectTable = pgTable('project', {
  id: uuid('id').primaryKey(),
  name: text('name').notNull(),
  nameKey: text('name_key').notNull(),
  description: text('description'),
  disabled: boolean('disabled').notNull(),
  quota: jsonb('quota').$type<Quota>().notNull(),
  createdAt: moment('created_at').notNull(),
});
export type ProjectRow = typeof projectTable.$inferSelect;

export const membershipTable = pgTable(
  'membership',
  {
    projectId: uuid('project_id').notNull(),
    userId: uuid('user_id').notNull(),
    role: text('role').$type<ProjectRole>().notNull(),
  },
  table => [primaryKey({ columns: [table.projectId, table.userId] })],
);

export const sessionTable = pgTable('session', {
  id: uuid('id').primaryKey(),
  /** SHA-256 of the token; the token itself is nowhere but in the browser. */
  tokenHash: bytes('token_hash').notNull(),
  userId: uuid('user_id').notNull(),
  createdAt: moment('created_at').notNull(),
  lastSeenAt: moment('last_seen_at').notNull(),
  expiresAt: moment('expires_at').notNull(),
});

export const apiTokenTable = pgTable('api_token', {
  id: uuid('id').primaryKey(),
  tokenHash: bytes('token_hash').notNull(),
  userId: uuid('user_id').notNull(),
  name: text('name').notNull(),
  createdAt: moment('created_at').notNull(),
  expiresAt: moment('expires_at'),
  lastUsedAt: moment('last_used_at'),
});
