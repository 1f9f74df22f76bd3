import { z } from 'zod';
import { resourceBaseSchema, timestampSchema } from './base.ts';
import { makers } from './recommendation.ts';

/** An alarm that is over is no row any more: its end is an event. */
export const alarmStatuses = ['raised', 'acknowledged'] as const;
export const alarmSeverities = ['warning', 'critical'] as const;

/** What an alarm can be about. `other`: something that Orrery does not show, such as a folder. */
export const alarmTargets = [
  'backend',
  'cluster',
  'host',
  'instance',
  'storage-pool',
  'network',
  'other',
] as const;

/** Something is wrong with one thing, and has been since then. Of a tenant's own instances the tenant sees it, too. */
export const alarmSchema = resourceBaseSchema.extend({
  kind: z.literal('alarm'),
  status: z.enum(alarmStatuses),
  severity: z.enum(alarmSeverities),
  madeBy: z.enum(makers).describe("The back end's own alarm, or Orrery's"),
  description: z.string().nullable(),
  targetKind: z.enum(alarmTargets),
  target: z.string().nullable().describe('Id of what it is about'),
  targetName: z.string().nullable(),
  raisedAt: timestampSchema.nullable().describe('Since when it has had this severity'),
  acknowledgedAt: timestampSchema.nullable(),
  acknowledgedBy: z.string().nullable(),
});
export type Alarm = z.infer<typeof alarmSchema>;
