import type { LiveRows, RowsQuery, RowsState } from '@orrery/client/live/live-rows.ts';
import type { ResourceKind } from '@orrery/contract/resources/base.ts';
import type { ResourceTypes } from '@orrery/contract/resources/registry.ts';
import type { RowSource } from '../lib/row-source.ts';
import { idsBetween } from './ids-between.ts';

type Shown = Pick<RowsState, 'order' | 'offset' | 'total'>;
type Open<K extends ResourceKind> = (query: RowsQuery<K>) => LiveRows<K>;

// Enough for a tall screen before the table has said how much it shows.
const FIRST_WINDOW = { offset: 0, limit: 50 };

/** A live query as rows of a table. While a row is held, what would move rows waits; their contents do not. */
export class LiveRowSource<K extends ResourceKind> implements RowSource<ResourceTypes[K]> {
  #query: RowsQuery<K>;
  #rows: LiveRows<K> | undefined;
  #shown: Shown = { order: [], offset: 0, total: 0 };
  #places = new Map<string, number>();
  #kept = new Map<string, ResourceTypes[K]>();
  #close: (() => void) | undefined;
  #held = false;
  #waiting = 0;
  #version = 0;
  readonly #listeners = new Set<() => void>();
  readonly #bound = new Map<number, { listeners: Set<() => void>; unbind: () => void }>();
  readonly #openRows: Open<K>;

  constructor(topic: K, open: Open<K>) {
    this.#query = { topic };
    this.#openRows = open;
  }

  /** Subscribes until the returned function is called; a source that is connected already stays so. */
  readonly connect = (): (() => void) => {
    this.#close ??= this.#open();
    return () => {
      this.#close?.();
      this.#close = undefined;
    };
  };

  #open(): () => void {
    const rows = this.#openRows(this.#query);
    this.#rows = rows;
    const stop = rows.subscribe(() => this.#follow(rows.getSnapshot()));
    rows.setWindow(FIRST_WINDOW);
    return () => {
      stop();
      rows.close();
      this.#rows = undefined;
    };
  }

  ask(query: Omit<RowsQuery<K>, 'topic'>): void {
    const { q, sort, project } = this.#query;
    if (q === query.q && sort === query.sort && project === query.project) return;
    this.#query = { ...query, topic: this.#query.topic };
    this.#held = false;
    this.#rows?.setQuery(query);
  }

  state(): RowsState | undefined {
    return this.#rows?.getSnapshot();
  }

  readonly version = () => this.#version;
  readonly subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
  total = () => this.#shown.total;
  idAt = (index: number) => this.#shown.order[index - this.#shown.offset];
  indexOf = (id: string) => this.#places.get(id);
  pending = () => this.#waiting;

  get(index: number): ResourceTypes[K] | undefined {
    const id = this.idAt(index);
    return id === undefined ? undefined : (this.#rows?.row(id) ?? this.#kept.get(id));
  }

  subscribeRow(index: number, listener: () => void): () => void {
    const bound = this.#bound.get(index) ?? { listeners: new Set(), unbind: () => undefined };
    if (!this.#bound.has(index)) this.#bound.set(index, bound);
    bound.listeners.add(listener);
    if (bound.listeners.size === 1) this.#bind(index);
    return () => {
      bound.listeners.delete(listener);
      if (bound.listeners.size > 0) return;
      bound.unbind();
      this.#bound.delete(index);
    };
  }

  setViewport(first: number, last: number): void {
    this.#rows?.setWindow({ offset: Math.max(0, first), limit: Math.max(1, last - first + 1) });
  }

  setHeld(held: boolean): void {
    this.#held = held;
    // Letting go applies moves; new rows keep waiting for the reader's click.
    if (!held && this.#waiting === 0) this.release();
  }

  release(): void {
    const state = this.#rows?.getSnapshot();
    if (state) this.#show(state);
  }

  idsBetween = (first: number, last: number) => idsBetween(this.#query, { first, last });

  #follow(state: RowsState): void {
    if (!state.loaded) return this.#announce();
    const sameWindow = state.offset === this.#shown.offset && this.#shown.order.length > 0;
    if ((this.#held || this.#waiting > 0) && sameWindow && state.order !== this.#shown.order) {
      this.#waiting = state.order.filter(id => !this.#places.has(id)).length;
      return this.#announce();
    }
    if (
      state.order !== this.#shown.order ||
      state.total !== this.#shown.total ||
      state.offset !== this.#shown.offset
    )
      this.#show(state);
    else this.#announce();
  }

  #show({ order, offset, total }: Shown): void {
    this.#shown = { order, offset, total };
    this.#places = new Map(order.map((id, at) => [id, offset + at]));
    this.#waiting = 0;
    this.#kept.clear();
    for (const id of order) this.#keep(id);
    for (const [index, { listeners }] of this.#bound) {
      this.#bind(index);
      for (const listener of listeners) listener();
    }
    this.#announce();
  }

  /** What is shown stays readable while it is held, even when the row has left the window. */
  #keep(id: string): void {
    const row = this.#rows?.row(id);
    if (row) this.#kept.set(id, row);
  }

  #bind(index: number): void {
    const bound = this.#bound.get(index);
    const id = this.idAt(index);
    bound?.unbind();
    if (!bound || id === undefined || !this.#rows) return;
    bound.unbind = this.#rows.subscribeRow(id, () => {
      this.#keep(id);
      for (const listener of bound.listeners) listener();
    });
  }

  #announce(): void {
    this.#version += 1;
    for (const listener of this.#listeners) listener();
  }
}
