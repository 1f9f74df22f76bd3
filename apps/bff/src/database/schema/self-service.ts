import type { Amounts } from '@orrery/contract/quota/quota.ts';
import type { Quota } from '@orrery/contract/resources/identity.ts';
import {
  boolean,
  date,
  doublePrecision,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core';

const moment = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

/** See migrations/0006_self_service.sql for constraints and indexes. */
export const reservationTable = pgTable('reservation', {
  operation: uuid('operation').primaryKey(),
  project: uuid('project'),
  backend: text('backend').notNull(),
  host: text('host'),
  amounts: jsonb('amounts').$type<Amounts>().notNull(),
  expects: jsonb('expects').notNull(),
  createdAt: moment('created_at').notNull(),
  endedAt: moment('ended_at'),
});

export const flavorTable = pgTable('flavor', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  nameKey: text('name_key').notNull(),
  vcpus: integer('vcpus').notNull(),
  memoryMiB: integer('memory_mib').notNull(),
  diskGiB: integer('disk_gib').notNull(),
  description: text('description'),
  project: uuid('project'),
  disabled: boolean('disabled').notNull(),
  createdAt: moment('created_at').notNull(),
});
export type FlavorRow = typeof flavorTable.$inferSelect;

export const keypairTable = pgTable('keypair', {
  id: uuid('id').primaryKey(),
  userId: uuid('user_id').notNull(),
  name: text('name').notNull(),
  type: text('type').notNull(),
  publicKey: text('public_key').notNull(),
  fingerprint: text('fingerprint').notNull(),
  createdAt: moment('created_at').notNull(),
});
export type KeypairRow = typeof keypairTable.$inferSelect;

export const networkOfferTable = pgTable('network_offer', {
  network: text('network').primaryKey(),
  offered: boolean('offered').notNull(),
});

export const resourceOwnerTable = pgTable('resource_owner', {
  id: text('id').primaryKey(),
  kind: text('kind').notNull(),
  project: uuid('project').notNull(),
});

export const quotaRequestTable = pgTable('quota_request', {
  id: uuid('id').primaryKey(),
  project: uuid('project').notNull(),
  requestedBy: text('requested_by').notNull(),
  quota: jsonb('quota').$type<Partial<Quota>>().notNull(),
  /** What an approval set; null while it is open, where it was denied, and before this was kept. */
  granted: jsonb('granted').$type<Partial<Quota>>(),
  reason: text('reason').notNull(),
  status: text('status').$type<'open' | 'approved' | 'denied'>().notNull(),
  decidedBy: text('decided_by'),
  note: text('note'),
  createdAt: moment('created_at').notNull(),
  decidedAt: moment('decided_at'),
});
export type QuotaRequestRow = typeof quotaRequestTable.$inferSelect;

export const projectUsageTable = pgTable(
  'project_usage',
  {
    project: uuid('project').notNull(),
    day: date('day', { mode: 'string' }).notNull(),
    instanceHours: doublePrecision('instance_hours').notNull(),
    vcpuHours: doublePrecision('vcpu_hours').notNull(),
    memoryGiBHours: doublePrecision('memory_gib_hours').notNull(),
    volumeGiBHours: doublePrecision('volume_gib_hours').notNull(),
    peakInstances: integer('peak_instances').notNull(),
    peakVcpus: integer('peak_vcpus').notNull(),
    peakMemoryMiB: doublePrecision('peak_memory_mib').notNull(),
    peakVolumeGiB: doublePrecision('peak_volume_gib').notNull(),
  },
  table => [primaryKey({ columns: [table.project, table.day] })],
);
