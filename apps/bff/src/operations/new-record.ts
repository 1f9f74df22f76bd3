import { createHash } from 'node:crypto';
import type { Resource } from '@orrery/contract/resources/registry.ts';
import type { Viewer } from '../authz/viewer.ts';
import { uuidv7 } from '../inventory/uuid.ts';
import { iso } from '../inventory/runtime.ts';
import type { Asked } from './admission.ts';
import type { OperationRecord } from './operation-record.ts';

export interface NewOperation {
  viewer: Viewer;
  asked: Asked;
  target: Resource;
  backend: string;
  batch: string | null;
  nowMs: number;
}

export function newRecord({ viewer, asked, target, backend, batch, nowMs }: NewOperation): OperationRecord {
  const { principal, address } = viewer;
  return {
    id: uuidv7(nowMs),
    state: 'queued',
    backend,
    kind: asked.kind,
    target: target.id,
    targetName: target.name,
    host: target.kind === 'instance' ? target.host : null,
    project: target.project,
    action: asked.rule.name,
    args: asked.args,
    before: { ...target },
    actor: { kind: principal.kind, id: principal.userId, name: principal.username },
    userId: principal.userId,
    address,
    batch,
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
  const text = JSON.stringify([asked.kind, asked.rule.name, ids, sortKeys(asked.args)]);
  return createHash('sha256').update(text).digest('hex');
}

/** Two texts of the same JSON value are one request. */
function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return entries.map(([key, inner]) => [key, sortKeys(inner)]);
}
