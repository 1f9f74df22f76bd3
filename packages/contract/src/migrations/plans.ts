import { z } from 'zod';
import { timestampSchema } from '../resources/base.ts';
import { migrationReasonSchema } from './options.ts';
import { bandSchema, pauseSchema } from './prediction.ts';
import { migrationMethodSchema, migrationVerdictSchema, predictionBasisSchema } from './vocabulary.ts';

/** Empty a host: where everything goes, in which order, how long it takes, and what is in the way. */
export const createPlanSchema = z.strictObject({
  kind: z.literal('drain'),
  host: z.string().describe('Host id'),
  enterMaintenance: z
    .boolean()
    .default(true)
    .describe('Take it out of service first, so that nothing new comes'),
  withStopped: z.boolean().default(true).describe('Move those that are stopped too'),
  perHost: z.number().int().min(1).max(8).default(2).describe('Moves off the host at once'),
  perPair: z.number().int().min(1).max(2).default(1).describe('Moves to the same host at once'),
  bandwidth: z.number().positive().nullable().default(null).describe('Bytes per second for each move'),
  autoConverge: z.boolean().default(true).describe('May slow guests down so that each move ends'),
  postCopy: z.boolean().default(false),
});
export type CreatePlan = z.infer<typeof createPlanSchema>;

export const planStates = ['preview', 'running', 'paused', 'succeeded', 'failed', 'cancelled'] as const;
export const planStepStates = ['waiting', 'running', 'succeeded', 'failed', 'cancelled', 'skipped'] as const;

export const planStepSchema = z.object({
  wave: z.number().int().positive().describe('A wave begins when the one before has ended'),
  instance: z.string(),
  instanceName: z.string(),
  toHost: z.string(),
  toHostName: z.string(),
  method: migrationMethodSchema,
  totalMs: bandSchema.nullable(),
  pause: pauseSchema.nullable(),
  bytes: z.number().nonnegative().nullable(),
  /** What was thought of it when the plan was made, and from what; older plans do not say. */
  verdict: migrationVerdictSchema.nullable().default(null),
  basis: predictionBasisSchema.nullable().default(null),
  state: z.enum(planStepStates),
  took: z
    .object({ totalMs: z.number().nonnegative(), pauseMs: z.number().nonnegative().nullable() })
    .nullable()
    .default(null)
    .describe('What it took, once it has moved'),
  operation: z.string().nullable(),
  migration: z.string().nullable().describe('Row to follow it live'),
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
  /** How often it was begun: one that failed is begun anew when the plan is resumed. */
  attempt: z.number().int().nonnegative(),
});
export type PlanStep = z.infer<typeof planStepSchema>;

export const planSchema = z.object({
  id: z.uuid(),
  kind: z.literal('drain'),
  host: z.string(),
  hostName: z.string(),
  backend: z.string(),
  state: z.enum(planStates),
  request: createPlanSchema,
  waves: z.number().int().nonnegative(),
  steps: z.array(planStepSchema),
  blockers: z
    .array(
      z.object({
        instance: z.string(),
        instanceName: z.string(),
        reasons: z.array(migrationReasonSchema.extend({ hosts: z.number().int().nonnegative() })),
      }),
    )
    .describe('What stays, and why no host takes it; `hosts`: how many say so'),
  totalMs: bandSchema.nullable().describe('All waves; null when nobody knows'),
  leftMs: z.number().nonnegative().nullable().describe('From now on, of the steps that are still to come'),
  progress: z.number().min(0).max(1),
  problem: z.string().nullable().describe('Why it is paused or failed'),
  createdBy: z.string(),
  createdAt: timestampSchema,
  startedAt: timestampSchema.nullable(),
  endedAt: timestampSchema.nullable(),
});
export type Plan = z.infer<typeof planSchema>;

export const planActions = ['run', 'pause', 'resume', 'cancel'] as const;
export type PlanAction = (typeof planActions)[number];

const hostLoadSchema = z.object({
  host: z.string(),
  hostName: z.string(),
  memoryMiB: z.number(),
  memoryPromisedMiB: z.object({ before: z.number(), after: z.number() }),
  vcpusPromised: z.object({ before: z.number(), after: z.number() }),
});

/** Where everything on a host would go, and what would not fit. Nothing is done. */
export const whatIfSchema = z.object({
  host: z.string(),
  hostName: z.string(),
  event: z.enum(['maintenance', 'loss']),
  placed: z.array(
    z.object({
      instance: z.string(),
      instanceName: z.string(),
      toHost: z.string(),
      toHostName: z.string(),
      score: z.number(),
      restarts: z
        .boolean()
        .describe('After a loss, its back end starts it elsewhere by itself; without, it waits for its host'),
    }),
  ),
  homeless: z.array(
    z.object({
      instance: z.string(),
      instanceName: z.string(),
      memoryMiB: z.number(),
      vcpus: z.number(),
      reasons: z.array(z.object({ code: z.string(), message: z.string(), hosts: z.number().int() })),
    }),
  ),
  untouched: z.number().int().describe('Stopped ones: a loss does not end them, and none needs room now'),
  hosts: z.array(hostLoadSchema),
});
export type WhatIf = z.infer<typeof whatIfSchema>;
