import type { QueryProblem } from '../query/ast.ts';
import type { StoredResource } from '../store/types.ts';
import type { Patch, Sketch } from './sketch.ts';
import type { WindowState } from './window-state.ts';

/** Time, from outside: this package never reads a clock or starts a timer itself. */
export interface Runtime {
  /** Wall clock, epoch milliseconds. */
  now(): number;
  /** Monotonic milliseconds with a fraction; measures slices. */
  monotonic(): number;
  /** Runs `task` once, `delayMs` later or, for 0, as soon as the event loop is free. Returns its cancellation. */
  after(delayMs: number, task: () => void): () => void;
}

/**
 * What one viewer may see. Two viewers with the same `key` must see exactly the same: they share the computation and
 * its frames. `sees` and `project` must depend on the resource alone.
 */
export interface Scope<R extends StoredResource> {
  readonly key: string;
  /** Restriction classes of fields (`Field.restricted`) that this viewer does not know of. */
  readonly hides: readonly string[];
  /** True: `sees` holds for everything, and need not be asked. */
  readonly seesAll?: boolean;
  sees(resource: R): boolean;
  /**
   * Blanks what the viewer may not see. Must leave every field that is not restricted as it is. `fields`: nothing else
   * will be looked at, so that it need not be made.
   */
  project(resource: R, fields?: readonly string[]): R;
}

export interface RowsWindow {
  readonly offset: number;
  /** 0 asks for the count only. */
  readonly limit: number;
}

export interface RowsSpec {
  readonly type: 'rows';
  /** Kind of resource. */
  readonly topic: string;
  readonly q: string;
  /** Such as `-cpu,name`. */
  readonly sort: string;
  readonly window: RowsWindow;
  /** Only these fields of each row (RT-27); all of them when absent. */
  readonly fields?: readonly string[] | undefined;
  /** Rounded, at a slow pace, told by what changed (RT-28 to RT-30). */
  readonly sketch?: Sketch | undefined;
}

export interface AggregateSpec {
  readonly type: 'aggregate';
  readonly topic: string;
  readonly q: string;
  readonly groupBy: string | null;
  readonly sums: readonly string[];
}

/** Where a client stands in one live query. `epoch` is that of the frame it last applied. */
export interface ResumePoint {
  readonly epoch: string;
  readonly revision: number;
}

export interface SnapshotFrame<R> {
  readonly type: 'snapshot';
  readonly query: string;
  /** Opaque; revisions of different epochs cannot be compared. */
  readonly epoch: string;
  readonly revision: number;
  readonly total: number;
  readonly offset: number;
  readonly items: readonly R[];
  /** Every row of the window was confirmed at this time or later (ISO 8601). */
  readonly asOf: string;
}

export interface DeltaFrame<R> {
  readonly type: 'delta';
  readonly query: string;
  readonly epoch: string;
  /** Epoch of `from` where it is another one: this delta leads from one live query over to another (RT-14). */
  readonly fromEpoch?: string;
  /** Live query that ended with this delta without the client having asked for it (RT-14). */
  readonly replaces?: string;
  readonly from: number;
  readonly to: number;
  /** Whole rows, new or changed. */
  readonly upserts: readonly R[];
  /** Of sketches: what changed in rows that stay, by field (RT-30). */
  readonly patch?: Patch;
  readonly removes: readonly string[];
  /** All ids of the window in order; present only when order or membership changed. */
  readonly order?: readonly string[];
  readonly total: number;
  /** Present only when it changed with a window change (RT-13). */
  readonly offset?: number;
  readonly asOf: string;
}

export interface AggregateGroup {
  /** Null: the resources for which the field has no value, or all when nothing is grouped by. */
  readonly key: string | null;
  readonly count: number;
  readonly sums: Readonly<Record<string, number>>;
}

/** Whole result of an aggregate query; each one replaces the last. */
export interface AggregateFrame {
  readonly type: 'aggregate';
  readonly query: string;
  readonly epoch: string;
  readonly revision: number;
  readonly groups: readonly AggregateGroup[];
  readonly asOf: string;
}

export type RowsFrame<R> = SnapshotFrame<R> | DeltaFrame<R>;
/** Frames are built once per change and shared: the same object goes to every client of the query. */
export type LiveFrame<R> = RowsFrame<R> | AggregateFrame;
export type FrameListener<R> = (frame: LiveFrame<R>) => void;

/** Revision and age of a query, for heartbeats (RT-18). */
export interface QueryStatus {
  readonly query: string;
  readonly epoch: string;
  readonly revision: number;
  readonly asOf: string;
}

export interface AttachOptions<R extends StoredResource> {
  /** A reconnecting client's position; answered with one merged delta when it is still known. */
  readonly resume?: ResumePoint;
  /**
   * The query that this one replaces for the client (its window moved, its scope changed). The client must have been
   * sent everything up to the current revision of that query: the first frame is then one delta from there.
   */
  readonly replaces?: LiveQuery<R>;
}

/** One shared live query. */
export interface LiveQuery<R extends StoredResource> {
  /** Names the query in frames. Opaque, unguessable, the same for all who share it. */
  readonly id: string;
  readonly epoch: string;
  readonly spec: RowsSpec | AggregateSpec;
  readonly scopeKey: string;
  /** False while the first computation runs. */
  readonly ready: boolean;
  readonly revision: number;
  /**
   * Starts the stream for one client: `listener` gets a first frame (snapshot, or a delta when resuming or replacing)
   * once the query is ready (before `attach` returns, if it is), then every later delta. Call the returned function
   * to leave. Listeners must not throw and must not wait: they hand the frame on.
   */
  attach(listener: FrameListener<R>, options?: AttachOptions<R>): () => void;
  /** Full content at the current revision; undefined until ready. */
  snapshot(): SnapshotFrame<R> | AggregateFrame | undefined;
  /** One merged delta from that position to now, or null when it is no longer known. */
  resume(at: ResumePoint): RowsFrame<R> | AggregateFrame | null;
  status(): QueryStatus;
  /** Rows and order held by a client who was sent everything; undefined for aggregates. */
  state(): WindowState<R> | undefined;
}

export type OpenResult<R extends StoredResource> =
  | { readonly ok: true; readonly query: LiveQuery<R> }
  | { readonly ok: false; readonly code: OpenErrorCode; readonly problems: readonly QueryProblem[] };

export type OpenErrorCode =
  | 'topic.unknown'
  | 'query.invalid'
  | 'sort.invalid'
  | 'window.invalid'
  | 'aggregate.invalid';
