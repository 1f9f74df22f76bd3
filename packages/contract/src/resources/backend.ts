import { z } from 'zod';
import { backendKindSchema } from '../backends/kinds.ts';
import { resourceBaseSchema, timestampSchema } from './base.ts';

export const backendStatuses = ['connecting', 'up', 'degraded', 'down'] as const;

/** One connection of a backend: a libvirt daemon, an engine, or the control plane itself. */
export const backendPartSchema = z.object({
  name: z.string(),
  address: z.string().describe('Without credentials'),
  status: z.enum(['connecting', 'up', 'down']),
  reason: z.string().nullable(),
  latencyMs: z.number().nullable(),
  lastSeenAt: timestampSchema.nullable(),
});
export type BackendPart = z.infer<typeof backendPartSchema>;

export const capabilityStateSchema = z.object({
  name: z.string(),
  supported: z.boolean(),
  code: z.string().optional().describe('Why not; stable'),
  reason: z
    .string()
    .optional()
    .describe('Why not; of what Orrery does by itself where the back end cannot: how'),
});

export const backendSchema = resourceBaseSchema.extend({
  kind: z.literal('backend'),
  status: z.enum(backendStatuses),
  reason: z.string().nullable(),
  backendKind: backendKindSchema,
  origin: z
    .enum(['file', 'database', 'built-in'])
    .describe('Only `database` ones can be edited in the browser'),
  demo: z.boolean(),
  address: z.string().nullable(),
  version: z.string().nullable(),
  latencyMs: z.number().nullable(),
  lastSeenAt: timestampSchema.nullable(),
  partCount: z.number().int(),
  partsUp: z.number().int(),
  parts: z
    .array(backendPartSchema)
    .describe('Where the backend is asked for by its id; lists only count them, and leave this empty'),
  capabilities: z.array(capabilityStateSchema),
  hostCount: z.number().int(),
  instanceCount: z.number().int(),
  /** How old its data may grow before it is shown as stale. */
  promiseSeconds: z.number(),
});
export type Backend = z.infer<typeof backendSchema>;
