import { z } from 'zod';
import { resourceBaseSchema, resourceKindSchema, timestampSchema } from './base.ts';

export const operationStates = ['queued', 'running', 'succeeded', 'failed', 'cancelled'] as const;
export type OperationState = (typeof operationStates)[number];

export const operationPhaseSchema = z.object({
  name: z.string(),
  status: z.enum(['pending', 'running', 'done', 'failed', 'skipped']),
  startedAt: timestampSchema.nullable(),
  endedAt: timestampSchema.nullable(),
});

export const actorSchema = z.object({
  kind: z
    .enum(['user', 'token', 'system', 'outside'])
    .describe('outside: seen at the backend, not asked through Orrery'),
  id: z.string().nullable(),
  name: z.string(),
});
export type Actor = z.infer<typeof actorSchema>;

/** A long-running action; kept for good. `id` is a UUID v7 without backend prefix. */
export const operationSchema = resourceBaseSchema.extend({
  kind: z.literal('operation'),
  status: z.enum(operationStates),
  action: z.string(),
  targetKind: resourceKindSchema,
  target: z.string().nullable(),
  targetName: z.string().nullable(),
  actor: actorSchema,
  args: z.record(z.string(), z.unknown()),
  phases: z.array(operationPhaseSchema),
  progress: z.number().min(0).max(1).nullable().describe('Fraction done; null when unknown. Never goes back'),
  message: z.string().nullable(),
  error: z
    .object({
      code: z.string(),
      message: z.string(),
      cause: z.string().nullable(),
      advice: z.string().nullable(),
    })
    .nullable(),
  cancellable: z.boolean(),
  cancelRequested: z.boolean(),
  batch: z.string().nullable().describe('Id shared by the operations of one bulk request'),
  createdAt: timestampSchema,
  startedAt: timestampSchema.nullable(),
  endedAt: timestampSchema.nullable(),
});
export type Operation = z.infer<typeof operationSchema>;
