import { type Job, stepRows } from './job.ts';
import { OrderedSlots } from './ordered-slots.ts';
import { SlotFlags } from './slot-flags.ts';
import type { Slots } from './slots.ts';
import type { SortKeys } from './sort-keys.ts';

/** Told when something about a result may have changed for it. */
export interface ResultWatcher {
  /** Membership or order changed somewhere. */
  onMoved(): void;
  /** This member's content changed, its place did not. */
  onContent(id: string): void;
}

/** The slots that satisfy one predicate, in one order, kept up to date change by change. */
export class ResultSet<R> {
  readonly watchers = new Set<ResultWatcher>();
  /** The result changes with time alone. */
  readonly usesClock: boolean;
  private readonly members = new SlotFlags();
  private readonly ordered: OrderedSlots;
  private readonly slots: Slots<R>;
  private readonly matches: (resource: R) => boolean;
  /** Changed while the first computation ran, or not yet inserted after it. Undefined when there are none left. */
  private pending: Set<number> | undefined = new Set();
  private filled = false;

  constructor(options: {
    readonly slots: Slots<R>;
    readonly keys: SortKeys<R>;
    readonly matches: (resource: R) => boolean;
    readonly usesClock: boolean;
  }) {
    this.slots = options.slots;
    this.ordered = new OrderedSlots(options.keys.compare);
    this.matches = options.matches;
    this.usesClock = options.usesClock;
  }

  get ready(): boolean {
    return this.pending === undefined;
  }

  get total(): number {
    return this.ordered.length;
  }

  slice(offset: number, limit: number): number[] {
    return this.ordered.slice(offset, limit);
  }

  order(): number[] {
    return this.ordered.toArray();
  }

  has(slot: number): boolean {
    return this.members.has(slot);
  }

  /**
   * First half of a change: takes the slot out where it stood under its old keys if it leaves or moves.
   * True: `enter` must follow once the new keys are written.
   */
  leave(slot: number, { row, keysChanged }: { row: R | undefined; keysChanged: boolean }): boolean {
    if (!this.filled) {
      this.pending?.add(slot);
      return false;
    }
    this.pending?.delete(slot);
    const was = this.has(slot);
    const is = row !== undefined && this.matches(row);
    if (was && is && !keysChanged) {
      for (const watcher of this.watchers) watcher.onContent(this.slots.idOf(slot));
      return false;
    }
    if (was) {
      this.ordered.remove(slot);
      this.members.set(slot, false);
      this.moved();
    }
    return is;
  }

  /** Second half. */
  enter(slot: number): void {
    this.ordered.insert(slot);
    this.members.set(slot, true);
    this.moved();
  }

  /** First computation, from an order that the keys held when it was taken. `place` inserts one changed slot. */
  *fill(order: readonly number[], place: (slot: number) => void): Job {
    const found: number[] = [];
    for (let at = 0; at < order.length; at += stepRows) {
      for (const slot of order.slice(at, at + stepRows)) {
        const row = this.slots.row(slot);
        if (row === undefined || !this.matches(row)) continue;
        found.push(slot);
        this.members.set(slot, true);
      }
      yield;
    }
    // What changed meanwhile may stand elsewhere by now: left out here, and placed one by one.
    const pending = this.pending ?? new Set();
    this.ordered.fill(pending.size === 0 ? found : found.filter(slot => !pending.has(slot)));
    for (const slot of pending) this.members.set(slot, false);
    this.filled = true;
    yield;
    yield* this.placePending(place);
    this.pending = undefined;
    this.moved();
  }

  private *placePending(place: (slot: number) => void): Job {
    let steps = 0;
    for (const slot of this.pending ?? []) {
      place(slot);
      steps += 1;
      if (steps % stepRows === 0) yield;
    }
  }

  /** Looks at every row again, for predicates that depend on the time. */
  *sweep(place: (slot: number) => void): Job {
    for (let slot = 0; slot < this.slots.bound; slot += 1) {
      const row = this.slots.row(slot);
      if (row !== undefined && this.matches(row) !== this.has(slot)) place(slot);
      if (slot % stepRows === 0) yield;
    }
  }

  private moved(): void {
    for (const watcher of this.watchers) watcher.onMoved();
  }
}
