import { providedKinds } from './provided-kinds.ts';
import type { Operation } from '@orrery/contract/resources/operation.ts';
import {
  actorSchema,
  operationPhaseSchema,
  operationSchema,
  operationStates,
} from '@orrery/contract/resources/operation.ts';
import type { ActionRequest } from '@orrery/provider-kit/provider.ts';
import { z } from 'zod';

/** All that is kept of an operation: what is shown of it, and what is needed to find out what became of it. */
export const operationRecordSchema = z.object({
  id: z.uuid(),
  state: z.enum(operationStates),
  backend: z.string(),
  kind: z.enum(providedKinds),
  target: z.string(),
  targetName: z.string(),
  host: z.string().nullable(),
  project: z.string().nullable(),
  action: z.string(),
  args: z.record(z.string(), z.unknown()),
  /** The target as it was when the intent was recorded. */
  before: z.record(z.string(), z.unknown()),
  actor: actorSchema,
  userId: z.string(),
  address: z.string().nullable(),
  batch: z.string().nullable(),
  phases: z.array(operationPhaseSchema),
  progress: z.number().nullable(),
  /** The backend's words; for those who may know the topology. */
  message: z.string().nullable(),
  error: operationSchema.shape.error,
  cancelRequested: z.boolean(),
  /** What the provider bound: its own job or task. */
  handle: z.string().nullable(),
  /** Set before the provider is called: from here on the action may have reached the backend. */
  sentAt: z.string().nullable(),
  createdAt: z.string(),
  startedAt: z.string().nullable(),
  endedAt: z.string().nullable(),
});
export type OperationRecord = z.infer<typeof operationRecordSchema>;

/** Forcing off is the way out when a change hangs: it does not wait for that change (OP-6). */
export const laneOf = (action: string): 'change' | 'override' =>
  action === 'forceStop' ? 'override' : 'change';

export const isFinished = ({ state }: Pick<OperationRecord, 'state'>): boolean =>
  state !== 'queued' && state !== 'running';

export function toResource(record: OperationRecord, asOf: string): Operation {
  const { id, backend, project, action, targetName, state } = record;
  return {
    id,
    kind: 'operation',
    backend,
    name: `${action} ${targetName}`,
    project,
    asOf,
    source: 'derived',
    stale: false,
    actions: [],
    status: state,
    action,
    targetKind: record.kind,
    target: record.target,
    targetName,
    actor: record.actor,
    args: record.args,
    phases: record.phases,
    progress: record.progress,
    message: record.message,
    error: record.error,
    cancellable: !isFinished(record) && !record.cancelRequested,
    cancelRequested: record.cancelRequested,
    batch: record.batch,
    createdAt: record.createdAt,
    startedAt: record.startedAt,
    endedAt: record.endedAt,
  };
}

export function toRequest({ id, kind, target, action, args, before }: OperationRecord): ActionRequest {
  return { operation: id, kind, id: target, action, args, before };
}
