import type { RowSource } from '../../lib/row-source.ts';

type Options<T> = { id(row: T): string };

/** A RowSource over rows that are all here: small lists, fixed data, tests. */
export type ArrayRowSource<T> = RowSource<T> & {
  /** A whole new list in display order. While held, changed rows update in place and moves wait. */
  replace(rows: readonly T[]): void;
  /** One changed row; it keeps its place. */
  update(row: T): void;
};

export function createArrayRowSource<T>(initial: readonly T[], { id }: Options<T>): ArrayRowSource<T> {
  let shown = [...initial];
  let waiting: readonly T[] | undefined;
  let places = indexById(shown, id);
  let pending = 0;
  let held = false;
  let version = 0;
  const listeners = new Set<() => void>();
  const rowListeners = new Map<number, Set<() => void>>();

  const announce = () => {
    version += 1;
    for (const listener of listeners) listener();
  };
  const announceRow = (index: number) => {
    for (const listener of rowListeners.get(index) ?? []) listener();
  };
  const show = (rows: readonly T[]) => {
    shown = [...rows];
    places = indexById(shown, id);
    waiting = undefined;
    pending = 0;
    for (const index of rowListeners.keys()) announceRow(index);
    announce();
  };
  const putInPlace = (row: T) => {
    const index = places.get(id(row));
    if (index === undefined || shown[index] === row) return;
    shown[index] = row;
    announceRow(index);
  };

  return {
    version: () => version,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    total: () => shown.length,
    get: index => shown[index],
    idAt(index) {
      const row = shown[index];
      return row === undefined ? undefined : id(row);
    },
    indexOf: rowId => places.get(rowId),
    subscribeRow(index, listener) {
      const set = rowListeners.get(index) ?? new Set();
      rowListeners.set(index, set.add(listener));
      return () => {
        set.delete(listener);
        if (set.size === 0) rowListeners.delete(index);
      };
    },
    setViewport() {},
    setHeld(next) {
      held = next;
      // Letting go applies moves that nobody was asked about; new rows keep waiting for the reader's click.
      if (!held && waiting && pending === 0) show(waiting);
    },
    pending: () => pending,
    release() {
      if (waiting) show(waiting);
    },
    replace(rows) {
      if (!held && pending === 0) return show(rows);
      waiting = rows;
      pending = rows.reduce((count, row) => (places.has(id(row)) ? count : count + 1), 0);
      for (const row of rows) putInPlace(row);
      announce();
    },
    update: putInPlace,
    idsBetween: async (first, last) => shown.slice(first, last + 1).map(id),
  };
}

function indexById<T>(rows: readonly T[], id: (row: T) => string): Map<string, number> {
  return new Map(rows.map((row, index) => [id(row), index]));
}
