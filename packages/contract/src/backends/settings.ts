import { z } from 'zod';
import { imageSettingsSchema } from '../images/settings.ts';

/** A secret given in clear, or named: an environment variable or a file (for `orrery.yaml`). */
export const secretSchema = z.union([
  z.string(),
  z.strictObject({ env: z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/) }),
  z.strictObject({ file: z.string() }),
]);
export type Secret = z.infer<typeof secretSchema>;

const tlsFilesSchema = z.strictObject({
  ca: secretSchema.optional(),
  cert: secretSchema.optional(),
  key: secretSchema.optional(),
});

const sshSchema = z.strictObject({
  privateKey: secretSchema.optional(),
  password: secretSchema.optional(),
  hostKey: z.string().optional(),
  knownHosts: z.string().optional(),
});

export const libvirtHostSchema = z.strictObject({
  uri: z
    .string()
    .regex(
      /^qemu(\+(unix|tcp|tls|ssh))?:\/\//,
      'Use qemu:///system, qemu+tcp://host/system, qemu+tls://host/system or qemu+ssh://user@host/system',
    ),
  name: z.string().optional(),
  migrationUri: z.string().optional().describe('How the other hosts reach this one, where that differs'),
  tls: tlsFilesSchema.optional(),
  ssh: sshSchema.optional(),
});

export const libvirtSettingsSchema = z.strictObject({
  kind: z.literal('libvirt'),
  hosts: z.array(libvirtHostSchema).min(1),
});
export type LibvirtSettings = z.infer<typeof libvirtSettingsSchema>;

export const vsphereSettingsSchema = z.strictObject({
  kind: z.literal('vsphere'),
  url: z.url(),
  username: z.string(),
  password: secretSchema,
  tls: z
    .strictObject({
      ca: secretSchema.optional(),
      fingerprint: z.string().optional(),
      insecure: z.boolean().optional(),
    })
    .optional(),
});

export type VsphereSettings = z.infer<typeof vsphereSettingsSchema>;

export const dockerSettingsSchema = z.strictObject({
  kind: z.literal('docker'),
  hosts: z
    .array(
      z.strictObject({
        url: z
          .string()
          .regex(
            /^(unix|tcp|https?|ssh):\/\//,
            'Use unix:///var/run/docker.sock, tcp://host:2376 with tls, or ssh://user@host',
          ),
        name: z.string().optional().describe('Where its own host name is not unique here'),
        tls: tlsFilesSchema.optional(),
        ssh: sshSchema.optional(),
      }),
    )
    .min(1),
  registries: z
    .array(
      z.strictObject({ address: z.string().min(1), username: z.string().min(1), password: secretSchema }),
    )
    .optional()
    .describe('Logins by the name that images of a registry begin with; docker.io for those without one'),
});
export type DockerSettings = z.infer<typeof dockerSettingsSchema>;

export const openstackSettingsSchema = z.strictObject({
  kind: z.literal('openstack'),
  authUrl: z.url(),
  username: z.string(),
  password: secretSchema,
  project: z.string(),
  domain: z.string().default('Default'),
  region: z.string().optional(),
});

export const simulatorSettingsSchema = z.strictObject({
  kind: z.literal('simulator'),
  seed: z.number().int().default(1),
  hosts: z.number().int().min(1).max(5_000).default(24),
  instances: z.number().int().min(0).max(100_000).default(400),
  clusters: z.number().int().min(1).max(100).default(3),
  changesPerSecond: z.number().min(0).max(10_000).default(20),
  projects: z
    .array(z.string().min(1))
    .max(100)
    .default([])
    .describe('Project ids that own some of its instances'),
  flakyHosts: z
    .number()
    .int()
    .min(0)
    .max(100)
    .default(0)
    .describe('Hosts that lose their connection now and then'),
  sentinels: z
    .array(z.string().min(1).max(63))
    .max(100)
    .default([])
    .describe('Names of extra instances that fail, hang or dawdle on purpose, such as fail-start'),
});
export type SimulatorSettings = z.infer<typeof simulatorSettingsSchema>;

export const backendSettingsSchema = z.discriminatedUnion('kind', [
  libvirtSettingsSchema,
  vsphereSettingsSchema,
  dockerSettingsSchema,
  openstackSettingsSchema,
  simulatorSettingsSchema,
]);
export type BackendSettings = z.infer<typeof backendSettingsSchema>;

const named = {
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,31}$/, 'Use lower-case letters, digits and dashes, 32 at most'),
  name: z.string().min(1).max(100).optional(),
};

/** `orrery.yaml` (DESIGN §10). */
export const configFileSchema = z.strictObject({
  backends: z
    .array(
      z.discriminatedUnion('kind', [
        libvirtSettingsSchema.extend(named),
        vsphereSettingsSchema.extend(named),
        dockerSettingsSchema.extend(named),
        openstackSettingsSchema.extend(named),
        simulatorSettingsSchema.extend(named),
      ]),
    )
    .default([]),
  images: imageSettingsSchema.optional(),
});
export type ConfigFile = z.infer<typeof configFileSchema>;
