import { z } from 'zod';
import { resourceBaseSchema, timestampSchema } from './base.ts';

/** A named size that tenants launch instances with. */
export const flavorSchema = resourceBaseSchema.extend({
  kind: z.literal('flavor'),
  status: z.enum(['active', 'disabled']),
  vcpus: z.number().int(),
  memoryMiB: z.number().int(),
  diskGiB: z.number().int(),
  description: z.string().nullable().optional(),
});
export type Flavor = z.infer<typeof flavorSchema>;

/** One proposed action with its reason; changes nothing until accepted. */
export const recommendationSchema = resourceBaseSchema.extend({
  kind: z.literal('recommendation'),
  status: z.enum(['open', 'accepted', 'rejected', 'expired']),
  priority: z.number().int().min(1).max(5),
  reason: z.string(),
  target: z.string().nullable(),
  expiresAt: timestampSchema.nullable(),
});
export type Recommendation = z.infer<typeof recommendationSchema>;

export const alarmSchema = resourceBaseSchema.extend({
  kind: z.literal('alarm'),
  status: z.enum(['ok', 'raised', 'acknowledged']),
  q: z.string().describe('Query text that raises it'),
  raisedAt: timestampSchema.nullable(),
});
export type Alarm = z.infer<typeof alarmSchema>;
