import {
  instanceCreationSchema,
  networkCreationSchema,
  volumeCreationSchema,
} from '@orrery/contract/creation/creation.ts';
import type { Operation } from '@orrery/contract/resources/operation.ts';
import {
  actorSchema,
  operationPhaseSchema,
  operationSchema,
  operationStates,
} from '@orrery/contract/resources/operation.ts';
import type { ActionRequest } from '@orrery/provider-kit/action.ts';
import type { CreateRequest } from '@orrery/provider-kit/creator.ts';
import { z } from 'zod';
import { isProvidedKind } from '@orrery/provider-kit/provided-kinds.ts';
import { operableKinds } from './operable-kinds.ts';

const creationSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('instance'), spec: instanceCreationSchema }),
  z.object({ kind: z.literal('volume'), spec: volumeCreationSchema }),
  z.object({ kind: z.literal('network'), spec: networkCreationSchema }),
]);

/** All that is kept of an operation: what is shown of it, and what is needed to find out what became of it. */
export const operationRecordSchema = z.object({
  id: z.uuid(),
  state: z.enum(operationStates),
  backend: z.string(),
  kind: z.enum(operableKinds),
  target: z.string(),
  targetName: z.string(),
  host: z.string().nullable(),
  project: z.string().nullable(),
  action: z.string(),
  args: z.record(z.string(), z.unknown()),
  /** What is to be made; null for actions on what is there. Its secrets are forgotten once it has ended. */
  creation: creationSchema.nullable().default(null),
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

/** Forcing off, or calling a move off, is the way out when a change hangs: it does not wait for that change (OP-6). */
export const laneOf = (action: string): 'change' | 'override' =>
  action === 'forceStop' || action === 'cancel' ? 'override' : 'change';

/** The target of a creation until the backend has named what it makes (OP-15). */
export const provisionalId = (backend: string, operation: string): string => `${backend}:new-${operation}`;

export const isProvisional = ({ id, backend, target }: OperationRecord): boolean =>
  target === provisionalId(backend, id);

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
    target: isProvisional(record) ? null : record.target,
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
  if (!isProvidedKind(kind)) throw new Error(`A ${kind} is nothing that a provider acts on`);
  return { operation: id, kind, id: target, action, args, before };
}

export function toCreateRequest({ id, project, host, creation }: OperationRecord): CreateRequest | null {
  return creation && { operation: id, project, host, creation };
}

/** What may hold passwords is kept only as long as it may be needed to make the instance. */
export function withoutSecrets(record: OperationRecord): OperationRecord {
  const { creation } = record;
  if (creation?.kind !== 'instance') return record;
  const { firstBoot, container } = creation.spec;
  const spec = {
    ...creation.spec,
    firstBoot: firstBoot && { ...firstBoot, userData: null },
    container: container && { ...container, environment: {} },
  };
  return { ...record, creation: { kind: 'instance', spec } };
}
