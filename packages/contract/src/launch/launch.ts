import { z } from 'zod';
import { instanceNameSchema } from '../actions/instance-actions.ts';
import { containerOptionsSchema, extraVolumeSchema, rootSchema } from '../creation/creation.ts';
import { operationSchema } from '../resources/operation.ts';

/** At most so many instances in one launch. */
export const launchLimit = 50;

/** Hints and wishes for the place; tenants may name zones and groups, never hosts. */
export const placementWishSchema = z.strictObject({
  zone: z.string().max(64).nullable().default(null),
  group: z.string().max(64).nullable().default(null).describe('Instances of a project with the same group'),
  policy: z.enum(['together', 'apart', 'soft-together', 'soft-apart']).default('soft-apart'),
  host: z.string().nullable().default(null).describe('Host id; needs fleet.read'),
  backend: z
    .string()
    .nullable()
    .default(null)
    .describe('Backend id; needs fleet.read unless the source names it'),
});

/** What is to be launched. */
export const launchSchema = z.strictObject({
  name: instanceNameSchema.describe('With count > 1 each gets -1, -2, ... appended'),
  count: z.number().int().min(1).max(launchLimit).default(1),
  project: z.string().nullable().default(null).describe('Null: the only project I can launch in'),
  source: rootSchema,
  flavor: z.string().nullable().default(null).describe('Flavor id; null: size says it'),
  size: z
    .strictObject({
      vcpus: z.number().int().min(1).max(768),
      memoryMiB: z.number().int().min(4).max(16_777_216),
      diskGiB: z.number().int().min(0).max(65_536).default(0),
    })
    .nullable()
    .default(null),
  networks: z.array(z.string()).max(16).nullable().default(null).describe('Null: the default network'),
  securityGroups: z
    .array(z.string())
    .max(10)
    .default([])
    .describe('Security group ids; none: every port is open'),
  volumes: z.array(extraVolumeSchema).max(24).default([]),
  keypairs: z.array(z.string()).max(20).default([]),
  userData: z.string().max(65_536).nullable().default(null),
  hostname: z
    .string()
    .regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i, 'Letters, digits and dashes, 63 at most')
    .nullable()
    .default(null),
  tags: z.array(z.string().min(1).max(64)).max(50).default([]),
  title: z.string().max(200).nullable().default(null),
  description: z.string().max(8192).nullable().default(null),
  placement: placementWishSchema.default({
    zone: null,
    group: null,
    policy: 'soft-apart',
    host: null,
    backend: null,
  }),
  container: containerOptionsSchema.nullable().default(null),
  start: z.boolean().default(true),
});
export type Launch = z.infer<typeof launchSchema>;
export type LaunchInput = z.input<typeof launchSchema>;

/** Body of `POST /instances` and of `POST /instances/launch-check`: a launch, or its shorter form with `image`. */
export const launchBodySchema = launchSchema
  .partial({ source: true })
  .extend({
    image: z.string().optional().describe("Image id; short for source: { from: 'image', image }"),
  })
  .transform(({ image, source, ...rest }, context): Launch => {
    const only = image === undefined ? source : { from: 'image' as const, image };
    if (only !== undefined && (image === undefined || source === undefined)) return { ...rest, source: only };
    const message = only
      ? 'Give source or image, not both'
      : 'Say what to launch from: an image by its id, or source with a volume, a snapshot, an installer or a reference';
    context.addIssue({ code: 'custom', path: ['source'], message });
    return z.NEVER;
  });

/** `operation` is the first of `operations`; with count > 1 they share `batch`. */
export const launchReplySchema = z.object({
  operation: operationSchema,
  operations: z.array(operationSchema),
  batch: z.string().nullable(),
});

const usageSchema = z.object({
  /** Null: no limit. */
  limit: z.number().nullable(),
  used: z.number().describe('What there is, and what is reserved by launches under way'),
  asked: z.number(),
});

/** Would this launch be accepted now, and what would it take? */
export const launchCheckSchema = z.object({
  ok: z.boolean(),
  problems: z
    .array(z.object({ code: z.string(), field: z.string().nullable(), message: z.string() }))
    .describe('Every reason against it'),
  quota: z.object({
    instances: usageSchema,
    vcpus: usageSchema,
    memoryMiB: usageSchema,
    volumes: usageSchema,
    volumeGiB: usageSchema,
  }),
  /** How many instances of this size would fit now by the places alone; null when that cannot be told. */
  fits: z.number().int().nullable(),
  flavors: z
    .array(
      z.object({
        flavor: z.string(),
        fits: z.number().int().nullable(),
        code: z.string().nullable().describe('Why none; stable'),
        reason: z.string().nullable().describe('Why none, in words'),
      }),
    )
    .describe('For each flavor that the project can see: how many would fit now by places and quota'),
  copies: z
    .object({
      disk: z.string().describe('Name of the disk that is copied'),
      left: z
        .array(z.string())
        .describe('Names of the other disks of the instance, which are neither copied nor shared'),
    })
    .nullable()
    .describe('What a launch from a snapshot takes along; null for other sources'),
  /** Each host with its verdict; empty for those without fleet.read. */
  hosts: z.array(
    z.object({
      host: z.string(),
      hostName: z.string(),
      fits: z.boolean(),
      score: z.number().nullable(),
      reasons: z.array(z.object({ filter: z.string(), code: z.string(), message: z.string() })),
    }),
  ),
});
export type LaunchCheck = z.infer<typeof launchCheckSchema>;
