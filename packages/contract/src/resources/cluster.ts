import { z } from 'zod';
import { resourceBaseSchema } from './base.ts';
import { resourcePoolSchema, structureFields } from './structure.ts';

/**
 * `replicated`: as many instances as are wanted, wherever there is room; `everywhere`: one on each host; `job`: until so
 * many have ended well.
 */
const serviceModes = ['replicated', 'everywhere', 'job'] as const;

/** What a cluster keeps running by itself: instances that are all alike, each started anew where one ends. */
export const serviceSchema = z.object({
  id: z.string(),
  name: z.string().describe('What `service` of its instances says'),
  group: z.string().nullable().describe('What it is a part of, such as a stack'),
  mode: z.enum(serviceModes),
  image: z.string().nullable(),
  wanted: z.number().int().nonnegative().describe('Instances that there are to be'),
  running: z.number().int().nonnegative(),
  ports: z.array(
    z.object({
      published: z.number().int().nullable().describe('On its hosts; null: not settled'),
      target: z.number().int().describe('In its instances'),
      protocol: z.string(),
    }),
  ),
  trouble: z.string().nullable().describe('Why fewer run than are wanted, in the words of the back end'),
});
export type Service = z.infer<typeof serviceSchema>;

export const clusterSchema = resourceBaseSchema.extend({
  kind: z.literal('cluster'),
  status: z.enum(['up', 'degraded', 'down', 'unknown']),
  ...structureFields,
  hostCount: z.number().int(),
  hostsUp: z.number().int(),
  instanceCount: z.number().int(),
  runningCount: z.number().int(),
  threads: z.number().int(),
  memoryMiB: z.number(),
  memoryUsedMiB: z.number().nullable(),
  cpuPercent: z.number().nullable(),
  vcpusPromised: z.number().int(),
  memoryPromisedMiB: z.number(),
  balancer: z
    .object({
      enabled: z.boolean(),
      automation: z.enum(['manual', 'partial', 'full']).nullable(),
      threshold: z
        .number()
        .int()
        .min(1)
        .max(5)
        .nullable()
        .describe('Least urgent priority that it still cares for'),
    })
    .nullable()
    .optional()
    .describe("The back end's own balancer; absent where it has none"),
  availability: z
    .object({
      enabled: z.boolean(),
      hostMonitoring: z.boolean().nullable(),
      admissionControl: z.boolean().nullable().describe('Keeps room for the loss of a host'),
    })
    .nullable()
    .optional()
    .describe("The back end's own restart of instances after a host is lost"),
  cpuBaseline: z
    .string()
    .nullable()
    .optional()
    .describe('All hosts pretend to be of this generation of processors, so that instances can move'),
  resourcePools: z
    .array(resourcePoolSchema)
    .optional()
    .describe('Parts of it that instances are put into; absent where clusters have none'),
  services: z
    .array(serviceSchema)
    .optional()
    .describe('What it keeps running by itself; absent where clusters keep nothing'),
  unreachedHosts: z
    .array(z.string())
    .optional()
    .describe('Names of members that Orrery has no connection to: they are not among its hosts'),
});
export type Cluster = z.infer<typeof clusterSchema>;
