import { type Plan, planSchema, type PlanStep } from '@orrery/contract/migrations/plans.ts';
import { z } from 'zod';

/** All that is kept of a plan. */
export const planRecordSchema = z.object({
  plan: planSchema,
  /** In whose name its steps are asked for. */
  owner: z.object({ userId: z.string(), username: z.string() }),
  /** The operation that takes the host out of service, once it is asked for. */
  maintenance: z.enum(['not-wanted', 'wanted', 'done']),
});
export type PlanRecord = z.infer<typeof planRecordSchema>;

export const isOver = ({ state }: Pick<Plan, 'state'>): boolean =>
  state === 'succeeded' || state === 'failed' || state === 'cancelled';

export const stepIsOver = ({ state }: Pick<PlanStep, 'state'>): boolean =>
  state !== 'waiting' && state !== 'running';

export function withStep(record: PlanRecord, instance: string, change: Partial<PlanStep>): PlanRecord {
  const steps = record.plan.steps.map(step => (step.instance === instance ? { ...step, ...change } : step));
  return { ...record, plan: { ...record.plan, steps } };
}

export const withPlan = (record: PlanRecord, change: Partial<Plan>): PlanRecord => ({
  ...record,
  plan: { ...record.plan, ...change },
});

/** Where plans survive a crash: what has been awaited here is on disk. */
export interface PlanStore {
  save: (record: PlanRecord) => Promise<void>;
  get: (id: string) => Promise<PlanRecord | undefined>;
  open: () => Promise<PlanRecord[]>;
  /** Forgets plans that were never run, made before that moment (ISO 8601). */
  dropPreviews: (before: string) => Promise<void>;
  newest: (wanted: { host?: string | undefined; limit: number }) => Promise<PlanRecord[]>;
}
