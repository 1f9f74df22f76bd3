import { z } from 'zod';
import { resourceBaseSchema, resourceKindSchema, timestampSchema } from './base.ts';
import { actorSchema } from './operation.ts';

/** A fact that happened; immutable; announces, never commands. */
export const eventSchema = resourceBaseSchema.extend({
  kind: z.literal('event'),
  status: z.enum(['info', 'warning', 'error']),
  type: z.string().describe('Such as instance.started, host.lost'),
  message: z.string(),
  targetKind: resourceKindSchema.nullable(),
  target: z.string().nullable(),
  targetName: z.string().nullable(),
  host: z.string().nullable(),
  actor: actorSchema,
  operation: z.string().nullable(),
  at: timestampSchema,
});
export type OrreryEvent = z.infer<typeof eventSchema>;
