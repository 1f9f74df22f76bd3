import type { FieldTable } from '../query/fields.ts';
import type { SortColumn } from '../query/sort.ts';
import type { Store } from '../store/store.ts';
import type { StoredResource } from '../store/types.ts';
import type { AggregateSet } from './aggregate-set.ts';
import { FoldedTexts } from './folded-texts.ts';
import { Slots } from './slots.ts';
import { SortIndex } from './sort-index.ts';

/** The live queries' picture of one kind of resource: follows the store, one resource at a time. */
export class Topic<R extends StoredResource> {
  readonly kind: string;
  readonly slots = new Slots<R>();
  readonly indexes = new Map<string, SortIndex<R>>();
  readonly aggregates = new Set<AggregateSet<R>>();
  private readonly store: Store<R>;
  /** By what is hidden. */
  private readonly texts = new Map<string, FoldedTexts<R>>();
  /** Resources to look at again. A resource that changes often meanwhile is looked at once. */
  private queue: string[] = [];
  private head = 0;
  private readonly queued = new Set<string>();

  constructor(kind: string, store: Store<R>) {
    this.kind = kind;
    this.store = store;
    for (const resource of store.all(kind)) this.note(resource.id);
  }

  /** Everything in the store has been taken in. */
  get idle(): boolean {
    return this.queued.size === 0;
  }

  note(id: string): void {
    if (this.queued.has(id)) return;
    this.queued.add(id);
    this.queue.push(id);
  }

  /** Confirmed unchanged: newer age, nothing else. */
  refresh(resource: R): void {
    const slot = this.slots.find(resource.id);
    if (slot !== undefined && !this.queued.has(resource.id)) this.slots.set(slot, resource);
  }

  /** Takes in one change; false when there is none. */
  step(): boolean {
    const id = this.queue[this.head];
    if (id === undefined) return false;
    this.head += 1;
    if (this.head === this.queue.length) {
      this.queue = [];
      this.head = 0;
    }
    this.queued.delete(id);
    this.take(id);
    return true;
  }

  index(
    text: string,
    columns: readonly SortColumn<R>[],
  ): { readonly index: SortIndex<R>; readonly isNew: boolean } {
    const known = this.indexes.get(text);
    if (known !== undefined) return { index: known, isNew: false };
    const like = [...this.indexes.values()].find(one => one.ready && one.startsLike(columns));
    const index = new SortIndex(columns, this.slots);
    if (like !== undefined) index.startFrom(like);
    this.indexes.set(text, index);
    return { index, isNew: true };
  }

  /** Texts of the rows as they are taken in, without those of hidden fields. */
  folded(table: FieldTable<R>, hides: readonly string[]): (resource: R) => string {
    const key = JSON.stringify(hides);
    const texts = this.texts.get(key) ?? new FoldedTexts(table, hides);
    this.texts.set(key, texts);
    return texts.of;
  }

  row(id: string): R | undefined {
    const slot = this.slots.find(id);
    return slot === undefined ? undefined : this.slots.row(slot);
  }

  private take(id: string): void {
    const after = this.store.get(this.kind, id);
    const known = this.slots.find(id);
    if (after === undefined && known === undefined) return;
    const slot = known ?? this.slots.assign(id);
    const before = this.slots.row(slot);
    for (const texts of this.texts.values()) texts.changed(before, after);
    if (after !== undefined) this.slots.set(slot, after);
    for (const index of this.indexes.values()) index.update(slot, after);
    for (const aggregate of this.aggregates) aggregate.update(slot, before, after);
    if (after === undefined) this.slots.release(slot);
  }
}
