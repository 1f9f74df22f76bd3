import { z } from 'zod';
import { resourceBaseSchema } from './base.ts';

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
