import { z } from 'zod';
import { migrationSettings } from '../actions/migrate-args.ts';
import { predictedCostSchema, remedySchema } from './prediction.ts';
import {
  migrationMethodSchema,
  migrationVerdictSchema,
  predictionBasisSchema,
  predictionConfidenceSchema,
} from './vocabulary.ts';

/** Rules that a host may fail; stable codes. */
export const migrationBlockers = [
  'same-host',
  'host-unreachable',
  'host-maintenance',
  'other-cluster',
  'architecture',
  'cpu-features',
  'memory',
  'processors',
  'storage-not-shared',
  'storage-space',
  'storage-pool-missing',
  'volume-missing',
  'network-missing',
  'device-attached',
  'name-taken',
  'affinity',
  'snapshots',
  'version',
  'power-state',
  'busy',
  'not-supported',
] as const;

/** Why a host is not possible, or only with a warning: with what was measured, so that it can be checked. */
export const migrationReasonSchema = z.object({
  code: z.enum(migrationBlockers),
  severity: z.enum(['blocks', 'warns']),
  message: z.string(),
  needed: z.string().nullable().describe('Measured at the instance: "8 GiB", "avx2, sha-ni"'),
  found: z.string().nullable().describe('Measured at the host: "5.2 GiB free", "avx2"'),
  advice: z.string().nullable(),
});

export type MigrationReason = z.infer<typeof migrationReasonSchema>;

/** One way to move to one host. */
export const migrationWaySchema = predictedCostSchema.extend({
  method: migrationMethodSchema,
  allowed: z.boolean(),
  reasons: z.array(migrationReasonSchema),
  settings: z.array(z.enum(migrationSettings)).describe('What can be set for it there'),
  verdict: migrationVerdictSchema.nullable(),
  leansToFinish: z.boolean().nullable(),
  confidence: predictionConfidenceSchema,
  basis: predictionBasisSchema,
  remedies: z.array(remedySchema),
});
export type MigrationWay = z.infer<typeof migrationWaySchema>;

/** A host that the instance might move to. */
export const migrationCandidateSchema = z
  .object({
    host: z.string(),
    hostName: z.string(),
    allowed: z.boolean().describe('In at least one way'),
    recommended: z.boolean(),
    recommendedMethod: migrationMethodSchema.nullable(),
    why: z.string().nullable().describe('Why it is recommended'),
    score: z.number().nullable(),
    ways: z.array(migrationWaySchema),
  })
  .refine(c => c.allowed === c.ways.some(w => w.allowed), 'allowed is whether one of the ways is')
  .refine(c => !c.recommended || c.allowed, 'only an allowed host is recommended');
export type MigrationCandidate = z.infer<typeof migrationCandidateSchema>;

/** The reply of `GET /instances/{id}/migration-options`. */
export const migrationOptionsSchema = z
  .object({
    instance: z.string(),
    fromHost: z.string().nullable(),
    candidates: z.array(migrationCandidateSchema),
    measuredAt: z.iso.datetime(),
    measurement: z
      .object({
        dirtyRate: z.number().nonnegative().nullable().describe('Bytes per second'),
        workingSetBytes: z.number().nonnegative().nullable(),
        windows: z.array(z.number().positive()).describe('Seconds of each look at what the guest writes'),
        refinable: z
          .boolean()
          .describe('A longer look would make the forecast better: ask again with longLook=true'),
        bandwidth: z
          .number()
          .nonnegative()
          .nullable()
          .describe('Bytes per second that the path is thought to carry'),
      })
      .nullable(),
  })
  .refine(o => o.candidates.filter(c => c.recommended).length <= 1, 'at most one host is recommended');
export type MigrationOptions = z.infer<typeof migrationOptionsSchema>;
