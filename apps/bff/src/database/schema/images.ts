import type { CatalogueFacts, ImageFormat, imageVisibilities } from '@orrery/contract/images/image-facts.ts';
import { bigint, boolean, integer, jsonb, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';

const moment = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });
/** Below 2^53, which the contract sees to. */
const bytes = (name: string) => bigint(name, { mode: 'number' });

export type ImageState = 'uploading' | 'importing' | 'checking' | 'converting' | 'available' | 'error';

/** What is kept of a source; `address` may hold a signed query and is never shown. */
export type KeptSource =
  | { from: 'upload'; fileName: string | null }
  | { from: 'url'; url: string; address: string }
  | { from: 'instance' };

/** See migrations/0007_images.sql for constraints and indexes. */
export const imageTable = pgTable('image', {
  id: uuid('id').primaryKey(),
  project: uuid('project'),
  name: text('name').notNull(),
  state: text('state').$type<ImageState>().notNull(),
  visibility: text('visibility').$type<(typeof imageVisibilities)[number]>().notNull(),
  sharedWith: uuid('shared_with').array().notNull().default([]),
  protected: boolean('protected').notNull().default(false),
  deprecated: boolean('deprecated').notNull().default(false),
  description: text('description'),
  os: text('os'),
  architecture: text('architecture'),
  minDiskGiB: integer('min_disk_gib'),
  minMemoryMiB: integer('min_memory_mib'),
  format: text('format').$type<ImageFormat>(),
  declaredFormat: text('declared_format').$type<ImageFormat>(),
  sizeBytes: bytes('size_bytes'),
  receivedBytes: bytes('received_bytes').notNull().default(0),
  virtualSizeBytes: bytes('virtual_size_bytes'),
  sha256: text('sha256'),
  declaredSha256: text('declared_sha256'),
  source: jsonb('source').$type<KeptSource>().notNull(),
  problem: jsonb('problem').$type<CatalogueFacts['problem']>(),
  createdBy: text('created_by').notNull(),
  createdAt: moment('created_at').notNull(),
  changedAt: moment('changed_at').notNull(),
});
export type ImageRow = typeof imageTable.$inferSelect;
export type NewImage = typeof imageTable.$inferInsert;
