import { bigint, boolean, pgTable, text } from 'drizzle-orm/pg-core';

/** `body` is canonical JSON, kept as the very text that was hashed: jsonb would rewrite it and refuses NUL. */
export const auditTable = pgTable('audit_record', {
  sequence: bigint('sequence', { mode: 'number' }).primaryKey(),
  body: text('body').notNull(),
  keyId: text('key_id').notNull(),
  hash: text('hash').notNull(),
});

/** One row: where the chain ends, sealed, so that cutting off its end shows. */
export const auditHeadTable = pgTable('audit_head', {
  only: boolean('only').primaryKey(),
  sequence: bigint('sequence', { mode: 'number' }).notNull(),
  hash: text('hash').notNull(),
  keyId: text('key_id').notNull(),
  seal: text('seal').notNull(),
});
