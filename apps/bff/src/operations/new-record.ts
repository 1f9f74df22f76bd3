import { createHash } from 'node:crypto';
import type { Creation } from '@orrery/contract/creation/creation.ts';
import type { Resource } from '@orrery/contract/resources/registry.ts';
import type { Viewer } from '../authz/viewer.ts';
import { uuidv7 } from '../inventory/uuid.ts';
import { iso } from '../inventory/runtime.ts';
import type { Asked } from './admission.ts';
import { type OperationRecord, provisionalId } from './operation-record.ts';

export interface NewOperation {
  viewer: Viewer;
  asked: Asked;
  target: Resource;
  backend: string;
  batch: string | null;
  nowMs: number;
}

export function newRecord({ viewer, asked, target, backend, batch, nowMs }: NewOperation): OperationRecord {
  return {
    ...begun(viewer, nowMs),
    backend,
    kind: asked.kind,
    target: target.id,
    targetName: target.name,
    host: target.kind === 'instance' ? target.host : null,
    project: target.project,
    action: asked.rule.name,
    args: asked.args,
    creation: null,
    before: { ...target },
    batch,
  };
}

export interface NewCreation {
  viewer: Viewer;
  creation: Creation;
  /** What is shown of it: no user data, no host. */
  args: Record<string, unknown>;
  backend: string;
  host: string | null;
  project: string | null;
  batch: string | null;
  nowMs: number;
}

export function newCreation({ viewer, creation, nowMs, ...where }: NewCreation): OperationRecord {
  const common = begun(viewer, nowMs);
  return {
    ...common,
    ...where,
    kind: creation.kind,
    target: provisionalId(where.backend, common.id),
    targetName: creation.spec.name,
    action: 'create',
    creation,
    before: {},
    // Quota and place are taken in the transaction that writes this.
    phases: [{ name: 'reserve', status: 'done', startedAt: common.createdAt, endedAt: common.createdAt }],
  };
}

function begun({ principal, address }: Viewer, nowMs: number) {
  return {
    id: uuidv7(nowMs),
    state: 'queued' as const,
    actor: { kind: principal.kind, id: principal.userId, name: principal.username },
    userId: principal.userId,
    address,
    phases: [],
    progress: null,
    message: null,
    error: null,
    cancelRequested: false,
    handle: null,
    sentAt: null,
    createdAt: iso(nowMs),
    startedAt: null,
    endedAt: null,
  };
}

/** What an Idempotency-Key stands for: whom, what, with which values. */
export function hashOf(asked: Asked, ids: readonly string[]): string {
  return hashOfAll([asked.kind, asked.rule.name, ids, asked.args]);
}

export function hashOfAll(asked: readonly unknown[]): string {
  const text = JSON.stringify(asked.map(sortKeys));
  return createHash('sha256').update(text).digest('hex');
}

/** Two texts of the same JSON value are one request. */
function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return entries.map(([key, inner]) => [key, sortKeys(inner)]);
}
