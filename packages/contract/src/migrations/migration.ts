import { z } from 'zod';
import { resourceBaseSchema, timestampSchema } from '../resources/base.ts';
import { operationPhaseSchema } from '../resources/operation.ts';
import { bandSchema, pauseSchema, predictedCostSchema, remedySchema } from './prediction.ts';
import {
  diskProgressSchema,
  guestCheckSchema,
  memoryProgressSchema,
  migrationLimitsSchema,
  migrationPassSchema,
  mostPassesShown,
} from './progress.ts';
import {
  migrationMethodSchema,
  migrationPhaseSchema,
  migrationVerdictSchema,
  predictionBasisSchema,
  predictionConfidenceSchema,
} from './vocabulary.ts';

/** What is said of a running move, from the model (docs/specs/migration-model.md). */
export const migrationForecastSchema = z.object({
  verdict: migrationVerdictSchema.nullable().describe('Null while nothing is known of what the guest writes'),
  leansToFinish: z.boolean().nullable(),
  kappa: z
    .number()
    .nonnegative()
    .nullable()
    .describe('Written over sent, outside of what fits into the pause; below 1 it ends'),
  etaMs: bandSchema.nullable().describe('Left from asOf on; null when nobody knows, or it never ends'),
  confidence: predictionConfidenceSchema,
  basis: predictionBasisSchema,
  pause: pauseSchema.nullable(),
  remedies: z.array(remedySchema),
  stalledForMs: z.number().nonnegative(),
});

/** What came of it, beside what was predicted. */
export const migrationResultSchema = z.object({
  totalMs: z.number().nonnegative(),
  pauseMs: z.number().nonnegative().nullable().describe('Measured; null where the back end does not tell'),
  bytes: z.number().nonnegative().nullable(),
  passes: z.number().int().nonnegative().nullable(),
  guestCheck: guestCheckSchema.nullable(),
});

export const migrationErrorSchema = z.object({
  code: z.string(),
  message: z.string(),
  cause: z.string().nullable(),
  advice: z.string().nullable(),
});

/** A move of one instance between hosts, asked for here or seen at the back end. */
export const migrationSchema = resourceBaseSchema.extend({
  kind: z.literal('migration'),
  status: z.enum(['queued', 'running', 'succeeded', 'failed', 'cancelled']),
  instance: z.string(),
  instanceName: z.string(),
  method: migrationMethodSchema,
  fromHost: z.string().nullable(),
  fromHostName: z.string().nullable(),
  toHost: z.string().nullable(),
  toHostName: z.string().nullable(),
  operation: z.string().nullable().describe('Null when it was begun outside of Orrery'),
  startedBy: z.enum(['user', 'balancer', 'drain', 'outside']),
  phase: migrationPhaseSchema.nullable(),
  phases: z.array(operationPhaseSchema.extend({ name: migrationPhaseSchema })),
  progress: z.number().min(0).max(1).nullable().describe('Of the time, not of the bytes. Never goes back'),
  backendPercent: z.number().min(0).max(100).nullable().describe("The back end's own figure; may go back"),
  memory: memoryProgressSchema.nullable(),
  disks: diskProgressSchema.nullable(),
  passes: z.array(migrationPassSchema).max(mostPassesShown),
  limits: migrationLimitsSchema.nullable(),
  forecast: migrationForecastSchema.nullable(),
  predicted: predictedCostSchema.nullable().describe('As it was said before the start'),
  result: migrationResultSchema.nullable(),
  pointOfNoReturn: z.boolean().describe('It can no longer be called off'),
  cancellable: z.boolean(),
  error: migrationErrorSchema.nullable(),
  startedAt: timestampSchema.nullable(),
  endedAt: timestampSchema.nullable(),
});
export type Migration = z.infer<typeof migrationSchema>;
