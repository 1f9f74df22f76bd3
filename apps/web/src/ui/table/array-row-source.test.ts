import { describe, expect, it, vi } from 'vitest';
import { createArrayRowSource } from './array-row-source.ts';

type Row = { id: string; cpu: number };
const row = (id: string, cpu = 0): Row => ({ id, cpu });
const ids = (source: ReturnType<typeof make>) =>
  Array.from({ length: source.total() }, (_, i) => source.idAt(i));
const make = (...rows: Row[]) => createArrayRowSource(rows, { id: one => one.id });

describe('array row source', () => {
  it('tells only the row that changed', () => {
    const source = make(row('a'), row('b'));
    const first = vi.fn();
    const second = vi.fn();
    source.subscribeRow(0, first);
    source.subscribeRow(1, second);
    source.update(row('b', 9));
    expect(source.get(1)?.cpu).toBe(9);
    expect(first).not.toHaveBeenCalled();
    expect(second).toHaveBeenCalledOnce();
  });

  it('shows a new order at once when nobody reads', () => {
    const source = make(row('a'), row('b'));
    source.replace([row('b'), row('a'), row('c')]);
    expect(ids(source)).toEqual(['b', 'a', 'c']);
    expect(source.indexOf('a')).toBe(1);
  });

  it('keeps rows in place while held, updates them there, and counts the new ones', () => {
    const source = make(row('a'), row('b'));
    source.setHeld(true);
    source.replace([row('c'), row('b', 5), row('a')]);
    expect(ids(source)).toEqual(['a', 'b']);
    expect(source.get(1)?.cpu).toBe(5);
    expect(source.pending()).toBe(1);
    source.release();
    expect(ids(source)).toEqual(['c', 'b', 'a']);
    expect(source.pending()).toBe(0);
  });

  it('applies a mere re-sort when the reader lets go, but lets new rows wait', () => {
    const source = make(row('a'), row('b'));
    source.setHeld(true);
    source.replace([row('b'), row('a')]);
    source.setHeld(false);
    expect(ids(source)).toEqual(['b', 'a']);
    source.setHeld(true);
    source.replace([row('n'), row('b'), row('a')]);
    source.setHeld(false);
    expect(ids(source)).toEqual(['b', 'a']);
    expect(source.pending()).toBe(1);
  });

  it('forgets row listeners that were removed', () => {
    const source = make(row('a'));
    const listener = vi.fn();
    source.subscribeRow(0, listener)();
    source.update(row('a', 3));
    expect(listener).not.toHaveBeenCalled();
  });
});
