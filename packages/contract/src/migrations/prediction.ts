import { z } from 'zod';
import { remedyKindSchema } from './vocabulary.ts';

const amount = z.number().nonnegative();

/** From 5 % to 95 %: nine of ten ends lie within. */
export const bandSchema = z
  .object({ low: amount, central: amount, high: amount })
  .refine(b => b.low <= b.central && b.central <= b.high, 'low <= central <= high');

export const pauseSchema = z.object({
  expectedMs: amount,
  atMostMs: amount.describe('Not exceeded by the hypervisor: more than this it does not leave for the pause'),
});

/** What would help a move in trouble. Only what its back end has. */
export const remedySchema = z.object({
  kind: remedyKindSchema,
  applies: z.enum(['now', 'restart']).describe('restart: it has to be called off and begun anew with it'),
  value: amount
    .nullable()
    .describe(
      'To be set, so that it surely ends: bytes/s, ms or percent; null where there is nothing to set',
    ),
  least: amount.nullable().describe('Would just do, if the guest is what it most likely is'),
  chance: z.number().min(0).max(1),
  etaMs: amount.nullable(),
  pauseMs: amount.nullable(),
});

/** What a move will cost, said before it begins. */
export const predictedCostSchema = z.object({
  bytes: bandSchema.nullable().describe('On the wire, memory and disks'),
  totalMs: bandSchema.nullable(),
  pause: pauseSchema.nullable().describe('Of a relocation: how long it stands still'),
  cpuSeconds: z.object({ source: amount, destination: amount }).nullable(),
});
