import { z } from 'zod';
import { instanceNameSchema } from '../actions/instance-actions.ts';

/** Where the first disk (or the file system of a container) comes from. Ids are full resource ids. */
export const rootSchema = z.discriminatedUnion('from', [
  z.strictObject({ from: z.literal('image'), image: z.string() }),
  z.strictObject({ from: z.literal('volume'), volume: z.string() }),
  z.strictObject({ from: z.literal('snapshot'), snapshot: z.string() }),
  z
    .strictObject({ from: z.literal('installer'), image: z.string() })
    .describe('An empty disk, started from an ISO image'),
  z
    .strictObject({ from: z.literal('reference'), reference: z.string().min(1).max(400) })
    .describe('A container image by name, such as nginx:1; pulled when it is not there'),
]);
export type Root = z.infer<typeof rootSchema>;

/** A volume that exists already, or a new empty one. */
export const extraVolumeSchema = z.union([
  z.strictObject({ volume: z.string() }),
  z.strictObject({ newGiB: z.number().int().min(1).max(65_536), name: instanceNameSchema.optional() }),
]);

export const publishedPortSchema = z.strictObject({
  port: z.number().int().min(1).max(65_535),
  hostPort: z.number().int().min(1).max(65_535).nullable().default(null),
  protocol: z.enum(['tcp', 'udp']).default('tcp'),
});

/** What only containers have. */
export const containerOptionsSchema = z.strictObject({
  command: z.array(z.string().max(4096)).max(200).optional(),
  environment: z.record(z.string().regex(/^[^=\0]+$/), z.string().max(32_768)).default({}),
  ports: z.array(publishedPortSchema).max(100).default([]),
  restart: z.enum(['no', 'always', 'unless-stopped', 'on-failure']).default('no'),
});

/** NoCloud data that a virtual machine reads at its first boot. */
export const firstBootSchema = z.strictObject({
  hostname: z.string(),
  sshKeys: z.array(z.string()),
  userData: z.string().max(65_536).nullable().describe('#cloud-config, a script, or MIME multi-part'),
});

/** One instance to be made on one host: what a launch becomes once flavor, quota and placement are settled. */
export const instanceCreationSchema = z.strictObject({
  name: instanceNameSchema,
  title: z.string().nullable(),
  description: z.string().nullable(),
  tags: z.array(z.string()),
  flavor: z.string().nullable().describe('Flavor id; written on the backend beside the project'),
  vcpus: z.number().int().min(1),
  memoryMiB: z.number().int().min(4),
  diskGiB: z.number().int().min(0).describe('Size of the first disk; 0: as large as its source'),
  root: rootSchema,
  volumes: z.array(extraVolumeSchema),
  networks: z.array(z.string()).describe('Network ids in the order of the interfaces'),
  securityGroups: z.array(z.string()).optional().describe('Security group ids, for all interfaces'),
  firstBoot: firstBootSchema.nullable(),
  container: containerOptionsSchema.nullable(),
  start: z.boolean(),
});
export type InstanceCreation = z.infer<typeof instanceCreationSchema>;

export const volumeCreationSchema = z.strictObject({
  name: instanceNameSchema,
  pool: z.string().nullable().describe('Storage pool id; null: wherever it fits'),
  capacityBytes: z
    .number()
    .int()
    .min(1_048_576)
    .describe('Virtual size; at least that of what it is copied from'),
  format: z.enum(['qcow2', 'raw']).nullable().describe('Null: what suits the pool'),
  source: z
    .discriminatedUnion('from', [
      z.strictObject({ from: z.literal('volume'), volume: z.string() }),
      z.strictObject({
        from: z.literal('image'),
        image: z.string(),
        discard: z
          .boolean()
          .optional()
          .describe('It was uploaded for this volume, and goes once that is there'),
      }),
    ])
    .nullable()
    .describe('What it is a copy of; null: empty'),
});
export type VolumeCreation = z.infer<typeof volumeCreationSchema>;

export const networkCreationSchema = z.strictObject({
  name: instanceNameSchema,
  type: z.enum(['nat', 'isolated', 'routed', 'bridged']),
  cidr: z.cidrv4().nullable().describe('Null for bridged networks'),
  dhcp: z.boolean().default(true),
  dhcpRange: z.strictObject({ start: z.ipv4(), end: z.ipv4() }).nullable().default(null),
  bridge: z
    .string()
    .regex(/^[a-zA-Z0-9_.-]{1,15}$/, 'A Linux bridge: at most 15 letters, digits, dots, dashes')
    .nullable()
    .default(null)
    .describe('Existing bridge of the hosts, for bridged networks'),
  vlan: z.number().int().min(1).max(4094).nullable().default(null),
  autostart: z.boolean().default(true),
});
export type NetworkCreation = z.infer<typeof networkCreationSchema>;

/** What is to be made, as it stands in the intent on disk. */
export type Creation =
  | { kind: 'instance'; spec: InstanceCreation }
  | { kind: 'volume'; spec: VolumeCreation }
  | { kind: 'network'; spec: NetworkCreation };

/** Phases of a creation in their order; a provider leaves out what it has not. */
export const creationPhases = [
  'reserve', // quota and place, by the BFF
  'image', // the image's bytes to the host or engine, unless they are there
  'disk', // clone or make the disks
  'define', // the backend knows it
  'boot', // switched on
  'address', // an address is known
] as const;
export type CreationPhase = (typeof creationPhases)[number];
