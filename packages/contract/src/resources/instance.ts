import { z } from 'zod';
import { resourceBaseSchema, timestampSchema } from './base.ts';
import { structureFields } from './structure.ts';

/** What the hypervisor says now. */
export const powerStates = ['running', 'paused', 'suspended', 'stopped', 'crashed', 'unknown'] as const;
export const powerStateSchema = z.enum(powerStates);
export type PowerState = z.infer<typeof powerStateSchema>;

/** One derived word for people: the power state, or the transition that a running operation or the backend's task names. */
export const instanceStatuses = [
  ...powerStates,
  'starting',
  'stopping',
  'rebooting',
  'pausing',
  'resuming',
  'suspending',
  'restoring',
  'resizing',
  'migrating',
  'creating',
  'deleting',
  'error',
] as const;
export const instanceStatusSchema = z.enum(instanceStatuses);
export type InstanceStatus = z.infer<typeof instanceStatusSchema>;

export const instanceAddressSchema = z.object({
  address: z.string(),
  version: z.union([z.literal(4), z.literal(6)]),
  mac: z.string().nullable(),
  from: z.enum(['lease', 'agent', 'arp', 'backend']),
});

export const instanceDiskSchema = z.object({
  device: z.string().describe('Name inside the guest, such as vda'),
  kind: z.enum(['disk', 'cdrom', 'floppy', 'lun']),
  bus: z.string().nullable(),
  volume: z.string().nullable().describe('Volume id when Orrery knows the volume'),
  source: z.string().nullable().describe('Path or URL on the host; never sent to tenants'),
  format: z.string().nullable(),
  capacityBytes: z.number().nullable(),
  readOnly: z.boolean(),
});

export const instanceInterfaceSchema = z.object({
  mac: z.string().nullable(),
  model: z.string().nullable(),
  network: z.string().nullable().describe('Network id'),
  networkName: z.string().nullable(),
  linkUp: z.boolean().nullable(),
});

export const instanceSchema = resourceBaseSchema.extend({
  kind: z.literal('instance'),
  status: instanceStatusSchema,
  instanceKind: z.enum(['vm', 'container']),
  host: z.string().nullable().describe('Host id'),
  hostName: z.string().nullable(),
  cluster: z.string().nullable().describe('Cluster id'),
  ...structureFields,
  resourcePool: z
    .string()
    .nullable()
    .optional()
    .describe('Part of the cluster that it shares with others, as `resourcePools` of the cluster name it'),
  powerState: powerStateSchema,
  vcpus: z.number().int().nonnegative().describe('0: a container without a limit of its own'),
  memoryMiB: z.number().nonnegative().describe('0: a container without a limit of its own'),
  addresses: z.array(instanceAddressSchema),
  image: z.string().nullable().describe('Image id or name it was made from'),
  flavor: z.string().nullable(),
  volumes: z.array(z.string()).describe('Volume ids'),
  networks: z.array(z.string()).describe('Network ids'),
  cpuPercent: z.number().nullable().describe('Percent of its own vCPUs, 0 to 100; null when not measured'),
  memoryUsedMiB: z.number().nullable(),
  diskBytesPerSecond: z.number().nullable().describe('Read plus written'),
  networkBytesPerSecond: z.number().nullable().describe('Received plus sent'),
  cpuTrend: z.array(z.number()).optional().describe('Recent cpuPercent, oldest first, for a sparkline'),
  securityGroups: z
    .array(z.string())
    .optional()
    .describe('Security group ids, as the mark on its backend says; none: every port is open'),
  tags: z.array(z.string()),
  title: z.string().nullable(),
  description: z.string().nullable(),
  persistent: z.boolean().describe('False: it is gone when it stops (a transient domain, a --rm container)'),
  autostart: z.boolean().nullable(),
  hasSavedState: z.boolean().describe('True: start resumes from saved memory'),
  agent: z.enum(['connected', 'disconnected', 'absent']),
  health: z.enum(['healthy', 'unhealthy', 'starting', 'unknown']).nullable(),
  architecture: z.string().nullable(),
  machineType: z.string().nullable(),
  firmware: z.string().nullable(),
  disks: z.array(instanceDiskSchema),
  interfaces: z.array(instanceInterfaceSchema),
  offers: z
    .array(z.enum(['logs', 'files']))
    .optional()
    .describe('What of it can be read beside its consoles'),
  group: z
    .string()
    .nullable()
    .optional()
    .describe('What it is a part of at its backend: a compose project, a service'),
  service: z
    .string()
    .nullable()
    .optional()
    .describe('Name of the service that keeps it: the cluster undoes what is done to it alone'),
  restart: z
    .enum(['no', 'always', 'unless-stopped', 'on-failure'])
    .nullable()
    .optional()
    .describe('When its host starts it again by itself'),
  consoles: z.array(z.enum(['vnc', 'serial', 'spice', 'webmks', 'exec'])),
  createdAt: timestampSchema.nullable(),
  startedAt: timestampSchema.nullable(),
});
export type Instance = z.infer<typeof instanceSchema>;
