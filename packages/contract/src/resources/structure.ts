import { z } from 'zod';

/** Where the back end itself keeps something in an order of its own; absent where it has none. */
export const structureFields = {
  datacenter: z.string().nullable().optional().describe('Name of its data centre'),
  folder: z
    .string()
    .nullable()
    .optional()
    .describe('Folders that it lies in below the data centre, such as `web/shop`; null: in none'),
};

/** What a resource pool has of one resource: CPU in MHz, memory in MiB. */
const allocationSchema = z.object({
  used: z.number().nullable(),
  reserved: z.number().nullable().describe('Kept for it whatever the others want'),
  limit: z.number().nullable().describe('It gets no more, though there were more; null: no limit'),
  level: z.enum(['low', 'normal', 'high', 'custom']).nullable(),
  shares: z.number().nullable().describe('Its weight against its neighbours where there is not enough'),
});
export type Allocation = z.infer<typeof allocationSchema>;

/** A part of a cluster that instances are put into, to share what it is given. */
export const resourcePoolSchema = z.object({
  id: z.string(),
  name: z.string().describe('After the names of those that it lies in: `production/web`'),
  cpu: allocationSchema,
  memory: allocationSchema,
  instanceCount: z.number().int().describe('Directly in it'),
});
export type ResourcePool = z.infer<typeof resourcePoolSchema>;

/** Storage pools that the back end uses as one, and may balance. */
export const poolGroupSchema = z.object({
  id: z.string(),
  name: z.string(),
  capacityBytes: z.number().nullable(),
  freeBytes: z.number().nullable(),
  balancer: z.object({
    enabled: z.boolean(),
    automation: z.enum(['manual', 'full']).nullable().describe('Recommends only, or moves by itself'),
  }),
});
export type PoolGroup = z.infer<typeof poolGroupSchema>;
