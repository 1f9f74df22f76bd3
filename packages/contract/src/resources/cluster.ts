import { z } from 'zod';
import { resourceBaseSchema } from './base.ts';

export const clusterSchema = resourceBaseSchema.extend({
  kind: z.literal('cluster'),
  status: z.enum(['up', 'degraded', 'down', 'unknown']),
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
});
export type Cluster = z.infer<typeof clusterSchema>;
