import { z } from 'zod';

/** Every kind of resource, singular, as it stands in `kind`. The collection in a path is its plural (see registry.ts). */
export const resourceKinds = [
  'backend',
  'cluster',
  'host',
  'instance',
  'image',
  'volume',
  'storage-pool',
  'network',
  'snapshot',
  'flavor',
  'project',
  'user',
  'operation',
  'migration',
  'recommendation',
  'event',
  'alarm',
] as const;
export const resourceKindSchema = z.enum(resourceKinds);
export type ResourceKind = z.infer<typeof resourceKindSchema>;

/** How the inventory came to know a fact: pushed by the backend, found by listing, or computed by Orrery. */
export const factSourceSchema = z.enum(['event', 'poll', 'derived']);
export type FactSource = z.infer<typeof factSourceSchema>;

/** One thing the caller may, or may not, ask of a resource. `code` is stable; `reason` is for people. */
export const actionStateSchema = z.object({
  name: z.string(),
  allowed: z.boolean(),
  code: z.string().optional(),
  reason: z.string().optional(),
});
export type ActionState = z.infer<typeof actionStateSchema>;

/** ISO 8601 in UTC with milliseconds. */
export const timestampSchema = z.iso.datetime();

/** Fields that every resource has (DESIGN §10). Ids are `<backend>:<native id>`. */
export const resourceBaseSchema = z.object({
  id: z.string().min(1),
  backend: z
    .string()
    .nullable()
    .describe('Backend id; null for what Orrery itself owns (projects, users, operations)'),
  name: z.string(),
  project: z.string().nullable().describe('Owning project id; null when unowned'),
  asOf: timestampSchema.describe('When the backend last confirmed this state'),
  source: factSourceSchema,
  stale: z
    .boolean()
    .describe('True when the backend or host that owns it has not confirmed it within its promise'),
  actions: z.array(actionStateSchema),
});
