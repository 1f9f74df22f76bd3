import { z } from 'zod';
import { resourceBaseSchema, timestampSchema } from './base.ts';

/**
 * `open`: may be applied. `applying`: it is being done. The others are how it ended, for recommenders that remember it;
 * back ends forget what is over, and the row goes.
 */
export const recommendationStatuses = ['open', 'applying', 'applied', 'rejected', 'expired'] as const;

/** What it would have done: move an instance, or switch a host on or off. */
export const recommendedActions = ['move', 'power-on', 'power-off', 'other'] as const;

/** Why, in kinds that people tell apart; `reason` says it in the words of whoever recommends. */
export const recommendationCauses = ['cpu', 'memory', 'rule', 'maintenance', 'power', 'other'] as const;

/** Who watches over a resource: the back end itself, or Orrery. */
export const makers = ['backend', 'orrery'] as const;

/** One proposed change with its reason; nothing happens until it is applied. Its name is that of what is to move. */
export const recommendationSchema = resourceBaseSchema.extend({
  kind: z.literal('recommendation'),
  status: z.enum(recommendationStatuses),
  madeBy: z.enum(makers).describe("The back end's own balancer, or Orrery's"),
  action: z.enum(recommendedActions),
  steps: z
    .number()
    .int()
    .min(1)
    .describe('How many changes it stands for; the first is the one described here'),
  cluster: z.string().nullable(),
  clusterName: z.string().nullable(),
  instance: z.string().nullable(),
  instanceName: z.string().nullable(),
  fromHost: z.string().nullable().describe('Or the host that is to be switched'),
  fromHostName: z.string().nullable(),
  toHost: z.string().nullable(),
  toHostName: z.string().nullable(),
  priority: z.number().int().min(1).max(5).describe('1 is the most urgent'),
  cause: z.enum(recommendationCauses),
  reason: z.string(),
  warning: z.string().nullable().describe('What speaks against it, or must be known before'),
  gain: z
    .number()
    .nullable()
    .describe('By how many percentage points the imbalance of the cluster falls; null when nobody says so'),
  createdAt: timestampSchema.nullable(),
  expiresAt: timestampSchema.nullable(),
});
export type Recommendation = z.infer<typeof recommendationSchema>;
