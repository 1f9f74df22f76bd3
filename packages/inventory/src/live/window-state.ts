import { sameButAge } from '../store/equal.ts';

/** What a client holds of a window. */
export interface WindowState<R> {
  readonly order: readonly string[];
  readonly rows: ReadonlyMap<string, R>;
}

export interface WindowChange<R> {
  readonly upserts: readonly R[];
  readonly removes: readonly string[];
  /** Only when order or membership changed. */
  readonly order?: readonly string[];
}

/** What leads from one state to the other. Rows that differ only in age are left alone. */
export function diffWindows<R extends object>(
  before: WindowState<R>,
  after: WindowState<R>,
): WindowChange<R> {
  const upserts: R[] = [];
  for (const [id, row] of after.rows) {
    const held = before.rows.get(id);
    if (held === undefined || !sameButAge(held, row)) upserts.push(row);
  }
  const removes = before.order.filter(id => !after.rows.has(id));
  return sameOrder(before.order, after.order)
    ? { upserts, removes }
    : { upserts, removes, order: after.order };
}

export function sameOrder(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((id, index) => id === b[index]);
}
