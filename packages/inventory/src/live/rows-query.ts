import { sameButAge } from '../store/equal.ts';
import type { StoredResource } from '../store/types.ts';
import { Listeners } from './listeners.ts';
import { fieldPicker } from './only-fields.ts';
import { Pace } from './pace.ts';
import type { QueryHost } from './query-host.ts';
import type { ResultSet, ResultWatcher } from './result-set.ts';
import { patchOf, rounder } from './sketch.ts';
import type { SortIndex } from './sort-index.ts';
import type { Topic } from './topic.ts';
import type {
  AttachOptions,
  DeltaFrame,
  FrameListener,
  LiveQuery,
  QueryStatus,
  ResumePoint,
  RowsSpec,
  Scope,
  SnapshotFrame,
} from './types.ts';
import { diffWindows, type WindowState } from './window-state.ts';

interface Shown<R> {
  /** The resource as stored; `row` is what the scope shows of it. */
  readonly raw: R;
  readonly row: R;
  /** Revision of this query that brought the row as it is. */
  readonly since: number;
}

export interface RowsSource<R> {
  readonly index: SortIndex<R>;
  readonly set: ResultSet<R>;
  /** How index and set are found again, to let go of them. */
  readonly resultKey: string;
  readonly sortText: string;
}

export interface RowsQueryOptions<R extends StoredResource> {
  readonly spec: RowsSpec;
  readonly topic: Topic<R>;
  readonly scope: Scope<R>;
  readonly id: string;
  /** Equal for all who ask the same in the same scope. */
  readonly key: string;
  readonly source: () => RowsSource<R>;
}

/** One window over one result: what its clients hold, and the frames that keep them up to date. */
export class RowsQuery<R extends StoredResource> implements LiveQuery<R>, ResultWatcher {
  readonly id: string;
  readonly epoch: string;
  readonly spec: RowsSpec;
  readonly scopeKey: string;
  readonly key: string;
  readonly pace: Pace;
  private readonly host: QueryHost<R, RowsQuery<R>>;
  private readonly topic: Topic<R>;
  private readonly scope: Scope<R>;
  private readonly listeners: Listeners<R>;
  /** The part of a row that was asked for, as coarse as was asked for. */
  private readonly part: (row: R) => R;
  /** Undefined while parked: nothing is maintained, only remembered. */
  private source: RowsSource<R> | undefined;
  private readonly newSource: () => RowsSource<R>;
  private started = false;
  private current = 0;
  private total = 0;
  private order: readonly string[] = [];
  private orderSince = 0;
  private shown: ReadonlyMap<string, Shown<R>> = new Map();
  private lastSnapshot: SnapshotFrame<R> | undefined;
  private lastAsOf: string | undefined;
  /** The rows held may not be what the scope shows of them now. */
  private outdated = false;

  constructor(host: QueryHost<R, RowsQuery<R>>, options: RowsQueryOptions<R>) {
    this.host = host;
    this.spec = options.spec;
    this.topic = options.topic;
    this.scope = options.scope;
    this.scopeKey = options.scope.key;
    this.id = options.id;
    this.key = options.key;
    this.newSource = options.source;
    this.epoch = `${host.epoch}.${options.id}`;
    const { fields, sketch } = options.spec;
    const pick = fieldPicker<R>(fields);
    const round = rounder<R>(sketch);
    this.part = row => round(pick(row));
    this.pace = new Pace(() => Math.max(sketch?.everyMs ?? 0, host.rowsIntervalMs(this.listening)));
    this.listeners = new Listeners(() => host.onIdle(this));
  }

  get ready(): boolean {
    return this.started;
  }

  get revision(): number {
    return this.current;
  }

  get listening(): number {
    return this.listeners.size;
  }

  get connected(): boolean {
    return this.source !== undefined;
  }

  connect(): void {
    this.source = this.newSource();
    this.source.set.watchers.add(this);
  }

  /** Stops following. What was shown stays remembered, so that clients who come back can still resume. */
  disconnect(): RowsSource<R> | undefined {
    const { source } = this;
    source?.set.watchers.delete(this);
    this.source = undefined;
    this.started = false;
    return source;
  }

  /** Called after each computation: begins to speak when the result stands. */
  startIfReady(): void {
    if (this.started || this.source === undefined) return;
    if (!this.source.index.ready || !this.source.set.ready) return;
    this.started = true;
    this.flush();
    this.listeners.startAll();
  }

  onMoved(): void {
    if (!this.started) return;
    this.pace.noteMoved();
    this.host.touch(this);
  }

  onContent(id: string): void {
    if (!this.started || !this.shown.has(id)) return;
    this.pace.noteContent();
    this.host.touch(this);
  }

  showAnew(): void {
    if (!this.started) return;
    this.outdated = true;
    this.pace.noteContent();
    this.host.touch(this);
  }

  /** Compares what is with what was shown; speaks when it differs. */
  flush(): boolean {
    if (this.source === undefined) return false;
    if (this.current > 0 && !this.outdated && this.isAsShown(this.source.set)) return false;
    const before: WindowState<R> = this.state();
    const beforeTotal = this.total;
    const first = this.current === 0;
    const change = this.look(this.source.set, before);
    this.outdated = false;
    const changed = change.upserts.length > 0 || change.order !== undefined || this.total !== beforeTotal;
    if (!changed && !first) return false;
    const from = this.current;
    this.current = this.nextRevision;
    if (change.order !== undefined) this.orderSince = this.current;
    if (!first)
      this.listeners.deliver(this.delta({ ...change, ...this.inPart(change.upserts, before), from }));
    return !first;
  }

  /** Who was sent the rows as they were is told what changed in them (RT-30). */
  private inPart(upserts: readonly R[], before: WindowState<R>): Pick<DeltaFrame<R>, 'upserts' | 'patch'> {
    if (this.spec.sketch === undefined) return { upserts };
    return patchOf(upserts, { held: before.rows, order: this.order });
  }

  attach(listener: FrameListener<R>, options: AttachOptions<R> = {}): () => void {
    const lead = options.replaces === undefined ? undefined : leadFrom(options.replaces);
    const first = () => {
      if (lead !== undefined) return this.leadOver(lead);
      return (options.resume && this.resume(options.resume)) ?? this.snapshotNow();
    };
    const leave = this.listeners.add({ listener, first }, this.started);
    this.host.onListen(this);
    return leave;
  }

  snapshot(): SnapshotFrame<R> | undefined {
    return this.started ? this.snapshotNow() : undefined;
  }

  resume({ epoch, revision }: ResumePoint): DeltaFrame<R> | null {
    if (!this.started || epoch !== this.epoch || revision < 1 || revision > this.current) return null;
    const upserts = [...this.shown.values()].filter(shown => shown.since > revision).map(shown => shown.row);
    const moved = this.orderSince > revision ? { order: this.order } : {};
    return this.delta({ from: revision, upserts, removes: [], ...moved });
  }

  status(): QueryStatus {
    return { query: this.id, epoch: this.epoch, revision: this.current, asOf: this.asOf() };
  }

  /** What a client holds who was sent everything. */
  state(): WindowState<R> {
    return { order: this.order, rows: new Map([...this.shown].map(([id, { row }]) => [id, row])) };
  }

  /** Most looks find nothing new: told without building anything. */
  private isAsShown(set: ResultSet<R>): boolean {
    const { offset, limit } = this.spec.window;
    const slots = set.slice(offset, limit);
    if (set.total !== this.total || slots.length !== this.order.length) return false;
    return slots.every((slot, index) => {
      const raw = this.topic.slots.row(slot);
      return raw !== undefined && this.shown.get(this.order[index] ?? '')?.raw === raw;
    });
  }

  private get nextRevision(): number {
    return this.current + 1;
  }

  private look(set: ResultSet<R>, before: WindowState<R>): ReturnType<typeof diffWindows<R>> {
    const { offset, limit } = this.spec.window;
    const shown = new Map<string, Shown<R>>();
    for (const slot of set.slice(offset, limit)) {
      const raw = this.topic.slots.row(slot);
      if (raw !== undefined) shown.set(raw.id, this.show(raw));
    }
    this.shown = shown;
    this.order = [...shown.keys()];
    this.total = set.total;
    return diffWindows(before, this.state());
  }

  private show(raw: R): Shown<R> {
    const held = this.shown.get(raw.id);
    if (held?.raw === raw && !this.outdated) return held;
    const row = this.part(this.scope.project(raw, this.spec.fields));
    // A change that this scope cannot see, or that was not asked for, is none.
    if (held !== undefined && sameButAge(held.row, row)) return { raw, row: held.row, since: held.since };
    return { raw, row, since: this.nextRevision };
  }

  private snapshotNow(): SnapshotFrame<R> {
    const asOf = this.asOf();
    const last = this.lastSnapshot;
    if (last !== undefined && last.revision === this.current && last.asOf === asOf) return last;
    this.lastSnapshot = {
      type: 'snapshot',
      query: this.id,
      epoch: this.epoch,
      revision: this.current,
      total: this.total,
      offset: this.spec.window.offset,
      items: [...this.shown.values()].map(({ row }) => row),
      asOf,
    };
    return this.lastSnapshot;
  }

  private leadOver(lead: Lead<R>): DeltaFrame<R> {
    const change = diffWindows(lead.state, this.state());
    const { offset } = this.spec.window;
    return { ...this.delta({ ...change, from: lead.revision }), fromEpoch: lead.epoch, offset };
  }

  private delta(
    change: Pick<DeltaFrame<R>, 'from' | 'upserts' | 'patch' | 'removes' | 'order'>,
  ): DeltaFrame<R> {
    const { query, epoch, revision, asOf } = this.status();
    return { type: 'delta', query, epoch, to: revision, ...change, total: this.total, asOf };
  }

  /** While changes wait to be taken in, a newer confirmation may be about them: the age does not advance. */
  private asOf(): string {
    const oldest = this.host.oldest(this.topic, this.order);
    const last = this.lastAsOf;
    this.lastAsOf = !this.topic.idle && last !== undefined && last < oldest ? last : oldest;
    return this.lastAsOf;
  }
}

interface Lead<R> {
  readonly epoch: string;
  readonly revision: number;
  readonly state: WindowState<R>;
}

/**
 * The old query may go on and change before the new one is ready: its state now is what the client holds. A query that
 * is not ready has not been sent to anybody, though it may remember what it showed before.
 */
function leadFrom<R extends StoredResource>(query: LiveQuery<R>): Lead<R> | undefined {
  const state = query.state();
  return state && query.ready ? { epoch: query.epoch, revision: query.revision, state } : undefined;
}
