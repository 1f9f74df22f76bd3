import type { z } from 'zod';
import type { bulkReplySchema } from '@orrery/contract/http/bodies.ts';
import type { ResourceKind } from '@orrery/contract/resources/base.ts';
import type { Operation } from '@orrery/contract/resources/operation.ts';
import type { Viewer } from '../authz/viewer.ts';
import type { OperationRecord } from './operation-record.ts';
import type { Held, Reservation } from './reservation.ts';

export interface ActionCall {
  kind: ResourceKind;
  id: string;
  action: string;
  /** As it came; checked against the rule's schema. */
  args: unknown;
  idempotencyKey?: string | undefined;
}

export interface BulkCall {
  kind: ResourceKind;
  ids: readonly string[];
  action: string;
  args: unknown;
  dryRun: boolean;
  idempotencyKey?: string | undefined;
}

export type BulkReply = z.infer<typeof bulkReplySchema>;

/**
 * Everything that changes a backend (docs/specs/operations.md). Permission, capability and state are checked here.
 * Throws RequestError: `resource.not-found`, `action.unknown`, `permission.denied`, `action.refused` (with reasons),
 * `capability.missing`, `request.invalid`, `idempotency.mismatch`, `backend.unavailable`, `operation.not-cancellable`.
 */
export interface Operations {
  /** Returns once the intent is on disk. */
  submit: (viewer: Viewer, call: ActionCall) => Promise<Operation>;
  bulk: (viewer: Viewer, call: BulkCall) => Promise<BulkReply>;
  cancel: (viewer: Viewer, id: string) => Promise<Operation>;
  /** Also those that left memory long ago. */
  get: (viewer: Viewer, id: string) => Promise<Operation | undefined>;
  /** New operations for the failed members of a batch. */
  retryFailed: (viewer: Viewer, batch: string) => Promise<BulkReply>;
}

/** What an operation leaves in the audit log. */
export interface AuditEntry {
  actor: string;
  actorId: string | null;
  action: string;
  outcome: 'allowed' | 'denied' | 'failed' | 'succeeded';
  targetKind: ResourceKind | null;
  target: string | null;
  address: string | null;
  detail: Record<string, unknown>;
}

export interface AuditSink {
  record: (entry: AuditEntry) => Promise<void>;
}

/** What actions take of a project's quota. Held against it in the transaction of their intent. */
export interface ActionQuota {
  /** Null: nothing. */
  reservationOf: (record: OperationRecord) => Reservation | null;
  /** Throws `quota.exceeded`. */
  refuse: (reservation: Reservation, held: Held) => void;
}
