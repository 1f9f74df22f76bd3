/**
 * Where a table gets its rows: a window of a live query on the server, or a list in memory.
 * A row object must keep its identity until something in it changed: a row renders when its object differs.
 */
export type RowSource<T> = {
  /** Changes when total, order or pending change. Row contents have their own subscription. */
  version(): number;
  subscribe(listener: () => void): () => void;
  total(): number;
  /** Undefined: not loaded yet, drawn as a placeholder. */
  get(index: number): T | undefined;
  idAt(index: number): string | undefined;
  /** Undefined when the row is not loaded or gone. */
  indexOf(id: string): number | undefined;
  /** Fires whenever `get(index)` may answer differently, be it by content or by order. */
  subscribeRow(index: number, listener: () => void): () => void;
  /** Which rows are on screen, so that a remote source can move its window. `last` is inclusive. */
  setViewport(first: number, last: number): void;
  /** Someone points at or has focused a row: what would move rows waits and is counted by `pending`. */
  setHeld(held: boolean): void;
  pending(): number;
  /** Shows what waited. */
  release(): void;
  /** Ids of rows that may not be loaded, for a range selection. */
  idsBetween?(first: number, last: number): Promise<readonly string[]>;
};
