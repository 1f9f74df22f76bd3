import type { SortColumn } from '../query/sort.ts';
import { type Job, sortInSteps, stepRows } from './job.ts';
import { ResultSet } from './result-set.ts';
import type { Slots } from './slots.ts';
import { SortKeys } from './sort-keys.ts';

/** What a new result set needs. */
export interface ResultSpec<R> {
  readonly key: string;
  readonly matches: (resource: R) => boolean;
  readonly usesClock: boolean;
}

/**
 * One order over all resources of a topic, shared by every query that sorts this way: keys are computed once a change,
 * and a new query's first result is a filter over an order that already stands.
 */
export class SortIndex<R> {
  readonly all: ResultSet<R>;
  private readonly columns: readonly SortColumn<R>[];
  private readonly keys: SortKeys<R>;
  private readonly slots: Slots<R>;
  private readonly sets = new Map<string, ResultSet<R>>();
  /** Slots that changed before the order stood. */
  private waiting: Set<number> | undefined = new Set();
  private built = false;
  /** Slots to begin with, whose keys are there, in an order that is near. */
  private near: number[] | undefined;

  constructor(columns: readonly SortColumn<R>[], slots: Slots<R>) {
    this.columns = columns;
    this.slots = slots;
    this.keys = new SortKeys(columns, slot => slots.idOf(slot));
    this.all = this.newSet({ matches: () => true, usesClock: false });
  }

  /** The order stands, and nothing waits to be placed in it. */
  get ready(): boolean {
    return this.built;
  }

  get unused(): boolean {
    return this.sets.size === 0 && this.all.watchers.size === 0;
  }

  find(key: string): ResultSet<R> | undefined {
    return this.sets.get(key);
  }

  add(spec: ResultSpec<R>): ResultSet<R> {
    const set = this.newSet(spec);
    this.sets.set(spec.key, set);
    return set;
  }

  drop(key: string): void {
    this.sets.delete(key);
  }

  clockSets(): ResultSet<R>[] {
    return [...this.sets.values()].filter(set => set.usesClock && set.ready);
  }

  /** Brings one slot to its current row everywhere; undefined when it is gone. */
  update(slot: number, row: R | undefined): void {
    if (this.waiting !== undefined) {
      this.waiting.add(slot);
      return;
    }
    const keys = row === undefined ? undefined : this.keys.read(row);
    const change = { row, keysChanged: keys === undefined || this.keys.differ(slot, keys) };
    const entering: ResultSet<R>[] = [];
    if (this.all.leave(slot, change)) entering.push(this.all);
    for (const set of this.sets.values()) if (set.leave(slot, change)) entering.push(set);
    if (keys !== undefined && change.keysChanged) this.keys.write(slot, keys);
    for (const set of entering) set.enter(slot);
  }

  /** Its order, or that turned round, is nearly the order by these columns. */
  startsLike(columns: readonly SortColumn<R>[]): boolean {
    return this.columns[0]?.name === columns[0]?.name;
  }

  /**
   * Takes keys and order over from one that stands, as they are at this moment; before `build`. What changes from now on
   * waits as in any first computation.
   */
  startFrom(like: SortIndex<R>): void {
    if (!this.keys.adopt(like.keys)) return;
    this.near = like.all.order();
    if (like.columns[0]?.descending !== this.columns[0]?.descending) this.near.reverse();
  }

  /** First computation of the order. */
  *build(): Job {
    const slots = this.near ?? (yield* this.readKeys());
    this.near = undefined;
    const sorted = yield* sortInSteps(slots, this.keys.compare);
    // Slots that changed meanwhile stand under their old keys, until they are placed anew below.
    yield* this.all.fill(sorted, this.place);
    const changed = this.waiting ?? [];
    this.waiting = undefined;
    let steps = 0;
    for (const slot of changed) {
      this.place(slot);
      steps += 1;
      if (steps % stepRows === 0) yield;
    }
    this.built = true;
  }

  private *readKeys(): Generator<void, number[], void> {
    const slots: number[] = [];
    for (let slot = 0; slot < this.slots.bound; slot += 1) {
      const row = this.slots.row(slot);
      if (row !== undefined) {
        this.keys.write(slot, this.keys.read(row));
        slots.push(slot);
      }
      if (slot % stepRows === 0) yield;
    }
    return slots;
  }

  /** First computation of one result over this order. */
  *fill(set: ResultSet<R>): Job {
    yield* set.fill(this.all.order(), this.place);
  }

  *sweep(set: ResultSet<R>): Job {
    yield* set.sweep(this.place);
  }

  private readonly place = (slot: number): void => {
    this.update(slot, this.slots.row(slot));
  };

  private newSet({ matches, usesClock }: Omit<ResultSpec<R>, 'key'>): ResultSet<R> {
    return new ResultSet({ slots: this.slots, keys: this.keys, matches, usesClock });
  }
}
