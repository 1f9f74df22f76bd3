import { z } from 'zod';
import { resourceBaseSchema, timestampSchema } from './base.ts';
import { structureFields } from './structure.ts';

export const hostStatuses = [
  'up',
  'maintenance',
  'entering-maintenance',
  'unreachable',
  'connecting',
  'error',
] as const;

export const numaCellSchema = z.object({
  cell: z.number().int(),
  cpus: z.number().int(),
  memoryMiB: z.number(),
});

/** What a host is to a cluster that keeps services. */
export const hostMembershipSchema = z.object({
  role: z
    .enum(['leader', 'manager', 'worker'])
    .describe('Managers decide what runs where; one of them leads'),
  availability: z
    .enum(['active', 'paused', 'drained'])
    .describe('Paused: it keeps what it has and is given no more; drained: what it had is taken away, too'),
  state: z.enum(['ready', 'down', 'unknown']).describe('As the cluster hears it, whatever Orrery hears'),
});
export type HostMembership = z.infer<typeof hostMembershipSchema>;

export const hostSchema = resourceBaseSchema.extend({
  kind: z.literal('host'),
  status: z.enum(hostStatuses),
  reason: z.string().nullable().describe('Why it is not up'),
  cluster: z.string().nullable(),
  clusterName: z.string().nullable(),
  ...structureFields,
  address: z.string().nullable().describe('How Orrery reaches it, without credentials'),
  hypervisor: z.string().nullable().describe('Such as QEMU 7.2.0'),
  version: z.string().nullable().describe('Version of the management daemon'),
  architecture: z.string().nullable(),
  cpuModel: z.string().nullable(),
  cpuVendor: z.string().nullable(),
  sockets: z.number().int().nullable(),
  cores: z.number().int().nullable().describe('Physical cores in total'),
  threads: z.number().int().describe('Logical processors in total'),
  cpuMhz: z.number().nullable(),
  memoryMiB: z.number(),
  memoryUsedMiB: z.number().nullable(),
  cpuPercent: z.number().nullable().describe('Of all logical processors, 0 to 100'),
  cpuTrend: z.array(z.number()).optional(),
  numa: z.array(numaCellSchema),
  runs: z
    .array(z.enum(['vm', 'container']))
    .optional()
    .describe('What instances it can carry; absent where the provider does not say'),
  membership: hostMembershipSchema.optional().describe('Absent where its cluster keeps no services'),
  instanceCount: z.number().int(),
  runningCount: z.number().int(),
  vcpusPromised: z.number().int().describe('Sum of vCPUs of its running instances'),
  memoryPromisedMiB: z.number().describe('Sum of memory of its running instances'),
  latencyMs: z.number().nullable().describe('Round trip of the last answered call'),
  lastSeenAt: timestampSchema.nullable(),
});
export type Host = z.infer<typeof hostSchema>;
