import type { SecurityRule } from '@orrery/contract/security/security-groups.ts';
import type { ImageContent } from './image-content.ts';
import type { ProvidedKind } from './provided-kinds.ts';

export interface ActionRequest {
  /** Orrery's operation id; backends that take idempotency keys are given it. */
  operation: string;
  kind: ProvidedKind;
  /** Full resource id. */
  id: string;
  /** Name of a rule in the contract's action tables. */
  action: string;
  /** Validated by the rule's schema. */
  args: Record<string, unknown>;
  /** State before the action, as the BFF knew it when the intent was recorded. Empty when unknown. */
  before: Record<string, unknown>;
}

export interface ActionControl {
  signal: AbortSignal;
  progress: (report: ProgressReport) => void;
  /** Bind the backend's own job or task to the operation. Await it before going on: it is on disk then. */
  bind: (handle: string) => Promise<void>;
  /** Bytes that were sent for an image to be built from or loaded; null when they are gone. */
  archive?: (id: string) => Promise<AsyncIterable<Uint8Array> | null>;
  /** An image of Orrery's own catalogue by its id; null when the id is not of the catalogue. */
  image?: (id: string) => Promise<ImageContent | null>;
  /** Security groups as they are now, by their ids; those that are gone are left out. */
  securityGroups?: (ids: readonly string[]) => Promise<SecurityRules[]>;
}

/** What the groups of an instance let through. */
export interface SecurityRules {
  id: string;
  rules: readonly SecurityRule[];
}

export interface ProgressReport {
  phase?: string;
  /** 0 to 1; leave out when unknown. */
  fraction?: number;
  message?: string;
}

export interface ActionResult {
  message?: string;
}

export type Resolution =
  | { state: 'succeeded'; message?: string }
  | { state: 'failed'; code: string; message: string }
  /** It had not begun at the backend; nothing happened. */
  | { state: 'not-started' }
  /** Looked, and cannot tell; shown as failed with the advice to look. */
  | { state: 'unknown'; message: string };
