import { z } from 'zod';
import { timestampSchema } from '../resources/base.ts';
import { quotaSchema } from '../resources/identity.ts';

/** What a quota limits, in the order in which pages show it. */
export const quotaItems = [
  'instances',
  'vcpus',
  'memoryMiB',
  'volumes',
  'volumeGiB',
  'snapshots',
  'networks',
  'images',
] as const;
export type QuotaItem = (typeof quotaItems)[number];

/** So much of each item. */
export type Amounts = Record<QuotaItem, number>;

const quotaUsageSchema = z.object({
  limit: z.number().nullable().describe('Null: no limit'),
  used: z.number().describe('What there is, as the inventory knows it'),
  reserved: z.number().describe('Kept for what is being made now'),
  drift: z
    .number()
    .describe('Part of `reserved` whose maker has ended and which never appeared; repair gives it back'),
});

const amountsSchema = z.object({
  instances: z.number(),
  vcpus: z.number(),
  memoryMiB: z.number(),
  volumes: z.number(),
  volumeGiB: z.number(),
  snapshots: z.number(),
  networks: z.number(),
  images: z.number(),
});

/** What was made, and never appeared or has gone again before it was seen. */
export const missingSchema = z.object({
  operation: z.string().describe('Id of the operation that made or changed it'),
  kind: z.string(),
  name: z.string(),
  endedAt: timestampSchema.describe('When it was made'),
  freedAt: timestampSchema.describe('When it is given back without a repair'),
  amounts: amountsSchema.describe('What is kept for it, and what a repair gives back'),
});
export type Missing = z.infer<typeof missingSchema>;

/** Answer of `GET /projects/{id}/quota`. */
export const projectQuotaSchema = z.object({
  project: z.string(),
  items: z.object({
    instances: quotaUsageSchema,
    vcpus: quotaUsageSchema,
    memoryMiB: quotaUsageSchema,
    volumes: quotaUsageSchema,
    volumeGiB: quotaUsageSchema,
    snapshots: quotaUsageSchema,
    networks: quotaUsageSchema,
    images: quotaUsageSchema,
  }),
  missing: z.array(missingSchema).describe('What the `drift` of the items is kept for'),
});
export type ProjectQuota = z.infer<typeof projectQuotaSchema>;

export const quotaRequestSchema = z.object({
  id: z.string(),
  project: z.string(),
  projectName: z.string(),
  status: z.enum(['open', 'approved', 'denied']),
  quota: quotaSchema.partial().describe('The limits asked for; items left out stay as they are'),
  granted: quotaSchema
    .partial()
    .nullable()
    .describe('The limits that the approval set; they may be others than those asked for'),
  reason: z.string(),
  requestedBy: z.string().describe('User name'),
  decidedBy: z.string().nullable(),
  note: z.string().nullable().describe('Of whoever decided'),
  createdAt: timestampSchema,
  decidedAt: timestampSchema.nullable(),
});
export type QuotaRequest = z.infer<typeof quotaRequestSchema>;

export const quotaRequestsSchema = z.object({ items: z.array(quotaRequestSchema) });

/** Limits as whole numbers; null asks for no limit. */
const limitsSchema = z
  .strictObject(quotaSchema.shape)
  .partial()
  .refine(limits => Object.keys(limits).length > 0, 'Name at least one item');

export const requestQuotaSchema = z.strictObject({
  quota: limitsSchema,
  reason: z.string().min(1, 'Say what it is for').max(2_000),
});

export const decideQuotaSchema = z.strictObject({
  approve: z.boolean(),
  quota: limitsSchema.nullable().default(null).describe('What is granted instead; null: what was asked for'),
  note: z.string().max(2_000).nullable().default(null),
});

export const usageQuerySchema = z.object({ days: z.coerce.number().int().min(1).max(366).default(30) });

/** Use of one day, UTC: sums over the time it was there, and the highest that was seen. */
export const usageDaySchema = z.object({
  day: z.iso.date(),
  instanceHours: z.number(),
  vcpuHours: z.number(),
  memoryGiBHours: z.number(),
  volumeGiBHours: z.number(),
  peak: z.object({ instances: z.number(), vcpus: z.number(), memoryMiB: z.number(), volumeGiB: z.number() }),
});
export type UsageDay = z.infer<typeof usageDaySchema>;
export const projectUsageSchema = z.object({ project: z.string(), days: z.array(usageDaySchema) });
export type ProjectUsage = z.infer<typeof projectUsageSchema>;
