import type { BackendPart } from '@orrery/contract/resources/backend.ts';
import type { FactSource } from '@orrery/contract/resources/base.ts';
import type { OutsideMove } from './migrator.ts';
import type { ProvidedKind } from './provided-kinds.ts';
import type { Reported } from './reported.ts';

/**
 * Where a provider reports what it sees. Calls are cheap and never throw.
 *
 * A part is one connection, by the name that its `health` has (for most backends: a host). What was listed through a
 * part belongs to it and ages with it; what came by `upsert` belongs to the part of its host, instance or pool.
 */
export interface InventorySink {
  /**
   * A complete list of some kinds within one part, or within the whole backend (null).
   * What the inventory holds of these kinds and part, and is not in the list, is gone.
   */
  replace: (list: FullList) => void;
  /** Created or changed resources, whole. */
  upsert: (resources: Reported[]) => void;
  remove: (ids: string[]) => void;
  /** Figures only, for many at once. */
  metrics: (samples: MetricSample[]) => void;
  event: (event: ReportedEvent) => void;
  /** A move that somebody else began: at its beginning, as it goes on, and at its end. */
  move?: (move: OutsideMove) => void;
  /**
   * State of one connection. `part.status` down makes what it owns stale, with its age, at once.
   * `formerName`: what the same connection was reported under until its own name was known; that entry goes.
   */
  health: (part: BackendPart, formerName?: string) => void;
  /** Facts about the backend as a whole. */
  about: (facts: { version?: string | null; address?: string | null }) => void;
}

export interface FullList {
  part: string | null;
  kinds: ProvidedKind[];
  resources: Reported[];
  /** What else is on the list, told by `upsert` a moment ago: for lists too long for one turn of the event loop. */
  toldBefore?: readonly string[];
}

/** Undefined fields are left as they are. */
export interface MetricSample {
  id: string;
  kind: 'instance' | 'host';
  asOf: string;
  source: FactSource;
  cpuPercent?: number | null;
  memoryUsedMiB?: number | null;
  diskBytesPerSecond?: number | null;
  networkBytesPerSecond?: number | null;
  latencyMs?: number | null;
}

export interface ReportedEvent {
  /** One of `eventTypes` (event-types.ts), or a provider's own. */
  type: string;
  severity: 'info' | 'warning' | 'error';
  /** Without host names where tenants may read it; the host goes into `host`. */
  message: string;
  targetKind: ProvidedKind | null;
  target: string | null;
  targetName: string | null;
  host: string | null;
  /** When the backend says it happened, ISO 8601. */
  at: string;
  /** Orrery's operation in whose course it happened, where the provider knows. Absent: made outside. */
  operation?: string;
}
