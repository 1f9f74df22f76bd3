import { z } from 'zod';
import { resourceBaseSchema } from './base.ts';
import { structureFields } from './structure.ts';

export const networkSchema = resourceBaseSchema.extend({
  kind: z.literal('network'),
  status: z.enum(['active', 'inactive', 'error', 'unknown']),
  type: z.enum(['nat', 'isolated', 'routed', 'bridged', 'overlay', 'host', 'other']),
  hosts: z.array(z.string()).describe('Host ids that have it'),
  bridge: z.string().nullable(),
  vlan: z.number().int().nullable(),
  cidrs: z.array(z.string()),
  dhcp: z.boolean(),
  dhcpRanges: z.array(z.object({ start: z.string(), end: z.string() })),
  autostart: z.boolean().nullable(),
  ...structureFields,
  instanceCount: z
    .number()
    .int()
    .nullable()
    .describe('Of all projects; null where that is not yours to know'),
  offered: z
    .boolean()
    .optional()
    .describe('Nobody owns it and all projects may connect to it; set by Orrery'),
});
export type Network = z.infer<typeof networkSchema>;
