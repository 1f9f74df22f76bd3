import { z } from 'zod';
import { migrationMethodSchema } from '../migrations/vocabulary.ts';

/** What may be set when a move begins; which of them a back end has, it says with each way. */
export const migrationSettings = [
  'bandwidth',
  'downtimeMs',
  'autoConverge',
  'postCopy',
  'compression',
  'parallel',
  'transport',
  'tls',
  'incremental',
  'persist',
  'undefineSource',
  'abortOnError',
  'storagePool',
] as const;
export type MigrationSetting = (typeof migrationSettings)[number];

export const migrateArgs = z.strictObject({
  toHost: z.string().nullable().default(null).describe('Host id. Null: the recommended host'),
  method: migrationMethodSchema.default('live'),
  bandwidth: z.number().positive().nullable().default(null).describe('Bytes per second; null: no limit'),
  sharedBandwidth: z
    .number()
    .positive()
    .nullable()
    .default(null)
    .describe(
      'Bytes per second for all moves off one host together, shared among those in flight; null: no limit',
    ),
  downtimeMs: z
    .number()
    .int()
    .min(1)
    .max(600_000)
    .nullable()
    .default(null)
    .describe("Longest pause; null: the hypervisor's own"),
  autoConverge: z.boolean().default(false).describe('May slow the guest down so that it ends'),
  postCopy: z.boolean().default(false).describe('May be switched to post-copy while it runs'),
  compression: z.boolean().default(false),
  parallel: z.number().int().min(2).max(16).nullable().default(null).describe('Connections at once'),
  transport: z
    .enum(['peer-to-peer', 'managed', 'tunnelled'])
    .default('peer-to-peer')
    .describe('peer-to-peer: the hosts talk; managed: Orrery tells both; tunnelled: inside their connection'),
  tls: z.boolean().default(false),
  incremental: z.boolean().default(false).describe('Of disks copied: only what their backing file lacks'),
  persist: z.boolean().default(true).describe('Defined for good at the destination'),
  undefineSource: z.boolean().default(true),
  abortOnError: z.boolean().default(true).describe('A disk error at the source calls the move off'),
  storagePool: z.string().nullable().default(null).describe('Storage pool id for copied disks'),
});
export type MigrateArgs = z.infer<typeof migrateArgs>;

const { bandwidth, downtimeMs, autoConverge, postCopy, compression, parallel } = migrateArgs.shape;

/** What a move that is begun anew may be given that it ran without; the rest stays as it was asked for. */
export const anewArgs = z
  .strictObject({
    bandwidth: bandwidth.unwrap().optional(),
    downtimeMs: downtimeMs.unwrap().optional(),
    autoConverge: autoConverge.unwrap().optional(),
    postCopy: postCopy.unwrap().optional(),
    compression: compression.unwrap().optional(),
    parallel: parallel.unwrap().optional(),
  })
  .refine(args => Object.keys(args).length > 0, 'Say what is to be different');
export type AnewArgs = z.infer<typeof anewArgs>;
export const anewSettings = [
  'bandwidth',
  'downtimeMs',
  'autoConverge',
  'postCopy',
  'compression',
  'parallel',
] as const satisfies readonly (MigrationSetting & keyof AnewArgs)[];
