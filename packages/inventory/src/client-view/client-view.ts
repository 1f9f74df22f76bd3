import type {
  AggregateFrame,
  AggregateGroup,
  DeltaFrame,
  ResumePoint,
  SnapshotFrame,
} from '../live/types.ts';
import { patchedRows } from '../live/sketch.ts';

/** What became of a frame. `gap`: ask for a resync with `resumePoint`; nothing was changed. */
export type Outcome = 'applied' | 'ignored' | 'gap';

/** What one frame changed, for those who draw. */
export interface ViewChange {
  /** Rows that are new, changed or gone. */
  readonly ids: readonly string[];
  /** Order or membership changed. */
  readonly order: boolean;
  /** Everything was replaced. */
  readonly reset: boolean;
}

interface Row {
  readonly id: string;
}

/** A status line of a heartbeat: lets a client notice that the last delta never came. */
export interface HeldStatus {
  readonly epoch: string;
  readonly revision: number;
  readonly asOf: string;
}

/**
 * The browser's mirror of one live query over rows. Give it every frame of the subscription in whatever order they come;
 * it applies each at most once and never goes back.
 */
export class ClientView<R extends Row> {
  private readonly rowsById = new Map<string, R>();
  private ids: readonly string[] = [];
  private at: ResumePoint | undefined;
  /** Epoch of the query that this one took over from. */
  private before: string | undefined;
  private count = 0;
  private start = 0;
  private confirmedAt: string | undefined;
  private gap = false;
  private readonly listeners = new Set<(change: ViewChange) => void>();

  /** Ids of the window in order. The same array until order or membership changes. */
  get order(): readonly string[] {
    return this.ids;
  }

  /** All rows that match, in the window or not. */
  get total(): number {
    return this.count;
  }

  get offset(): number {
    return this.start;
  }

  /** Every row was confirmed at this time or later; undefined before the first frame. */
  get asOf(): string | undefined {
    return this.confirmedAt;
  }

  /** Where to resume after a reconnect; undefined when there is nothing to resume. */
  get resumePoint(): ResumePoint | undefined {
    return this.at;
  }

  /** Something was missed: what is held is true of its revision, and no later delta can be applied to it. */
  get needsResync(): boolean {
    return this.gap;
  }

  /** The same object until that row changes. */
  row(id: string): R | undefined {
    return this.rowsById.get(id);
  }

  rows(): R[] {
    return this.ids.flatMap(id => this.rowsById.get(id) ?? []);
  }

  onChange(listener: (change: ViewChange) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** A snapshot replaces everything, unless it is older than what is held in the same epoch. */
  applySnapshot(frame: SnapshotFrame<R>): Outcome {
    const sameEpoch = this.at?.epoch === frame.epoch;
    if (sameEpoch && this.at !== undefined && frame.revision < this.at.revision) return 'ignored';
    this.rowsById.clear();
    for (const row of frame.items) this.rowsById.set(row.id, row);
    this.ids = frame.items.map(row => row.id);
    this.start = frame.offset;
    this.hold({ epoch: frame.epoch, revision: frame.revision }, frame);
    this.tell({ ids: this.ids, order: true, reset: true });
    return 'applied';
  }

  applyDelta(frame: DeltaFrame<R>): Outcome {
    const { at } = this;
    if (at === undefined) return this.missed();
    if (at.epoch === frame.epoch) {
      const over = frame.fromEpoch !== undefined;
      const older = frame.to < at.revision || (frame.to === at.revision && frame.from < frame.to);
      if (over || older) return 'ignored';
    } else if (at.epoch !== frame.fromEpoch) {
      // Late news of the query before this one means nothing; an epoch never heard of means that this one is over.
      return frame.epoch === this.before ? 'ignored' : this.missed();
    }
    // A delta from before what is held is as good: it carries the latest of everything that changed since.
    if (frame.from > at.revision) return this.missed();
    const patched = this.patched(frame);
    if (patched === undefined) return this.missed();
    this.apply(frame, patched);
    return 'applied';
  }

  /** A heartbeat: newer age, and a gap if the server is elsewhere or further than what was received. */
  applyStatus(status: HeldStatus): Outcome {
    if (this.at?.epoch !== status.epoch || status.revision > this.at.revision) return this.missed();
    if (status.revision < this.at.revision) return 'ignored';
    this.confirmedAt = status.asOf;
    return 'applied';
  }

  /** Forgets everything: the server said that what is held is void. */
  wipe(): void {
    const ids = this.ids;
    this.rowsById.clear();
    this.ids = [];
    this.count = 0;
    this.at = undefined;
    this.confirmedAt = undefined;
    this.gap = false;
    this.tell({ ids, order: true, reset: true });
  }

  /** Undefined: it tells of changes in rows that are not held. */
  private patched({ patch, order = this.ids }: DeltaFrame<R>): readonly R[] | undefined {
    return patch === undefined ? [] : patchedRows(patch, { order, row: id => this.rowsById.get(id) });
  }

  private apply(frame: DeltaFrame<R>, patched: readonly R[]): void {
    const changed = new Set<string>();
    for (const id of frame.removes) if (this.rowsById.delete(id)) changed.add(id);
    for (const rows of [frame.upserts, patched]) {
      for (const row of rows) {
        this.rowsById.set(row.id, row);
        changed.add(row.id);
      }
    }
    if (frame.order !== undefined) this.keepOnly(frame.order, changed);
    this.start = frame.offset ?? this.start;
    this.hold({ epoch: frame.epoch, revision: frame.to }, frame);
    this.tell({ ids: [...changed], order: frame.order !== undefined, reset: false });
  }

  /** The order names all rows there are. */
  private keepOnly(order: readonly string[], changed: Set<string>): void {
    const listed = new Set(order);
    for (const id of this.rowsById.keys()) {
      if (listed.has(id)) continue;
      this.rowsById.delete(id);
      changed.add(id);
    }
    this.ids = order;
  }

  private hold(at: ResumePoint, frame: { readonly total: number; readonly asOf: string }): void {
    if (this.at?.epoch !== at.epoch) this.before = this.at?.epoch;
    this.at = at;
    this.count = frame.total;
    this.confirmedAt = frame.asOf;
    this.gap = false;
  }

  private missed(): Outcome {
    this.gap = true;
    return 'gap';
  }

  private tell(change: ViewChange): void {
    for (const listener of this.listeners) listener(change);
  }
}

/** The mirror of an aggregate query: each frame is whole, the newest counts. */
export class ClientAggregate {
  private frame: AggregateFrame | undefined;

  get groups(): readonly AggregateGroup[] {
    return this.frame?.groups ?? [];
  }

  get asOf(): string | undefined {
    return this.frame?.asOf;
  }

  get resumePoint(): ResumePoint | undefined {
    return this.frame && { epoch: this.frame.epoch, revision: this.frame.revision };
  }

  apply(frame: AggregateFrame): Outcome {
    if (this.frame?.epoch === frame.epoch && frame.revision < this.frame.revision) return 'ignored';
    this.frame = frame;
    return 'applied';
  }

  /** A heartbeat: newer age, and a gap if the server is elsewhere or further than what was received. */
  applyStatus({ epoch, revision, asOf }: HeldStatus): Outcome {
    if (this.frame?.epoch !== epoch || revision > this.frame.revision) return 'gap';
    if (revision < this.frame.revision) return 'ignored';
    this.frame = { ...this.frame, asOf };
    return 'applied';
  }
}
