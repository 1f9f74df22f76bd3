import { describe, expect, it } from 'vitest';
import type { AggregateFrame, DeltaFrame, SnapshotFrame } from '../live/types.ts';
import { ClientAggregate, ClientView, type ViewChange } from './client-view.ts';

interface Row {
  readonly id: string;
  readonly value: number;
}

const asOf = '2026-01-01T00:00:00.000Z';
const later = '2026-01-01T00:00:09.000Z';
const row = (id: string, value = 0): Row => ({ id, value });

function snapshot(
  revision: number,
  ids: string[],
  change: Partial<SnapshotFrame<Row>> = {},
): SnapshotFrame<Row> {
  const items = ids.map(id => row(id));
  return {
    type: 'snapshot',
    query: 'q',
    epoch: 'e',
    revision,
    total: ids.length,
    offset: 0,
    items,
    asOf,
    ...change,
  };
}

function delta(from: number, to: number, change: Partial<DeltaFrame<Row>> = {}): DeltaFrame<Row> {
  return {
    type: 'delta',
    query: 'q',
    epoch: 'e',
    from,
    to,
    upserts: [],
    removes: [],
    total: 2,
    asOf: later,
    ...change,
  };
}

function holding(revision: number, ids: string[]): ClientView<Row> {
  const view = new ClientView<Row>();
  view.applySnapshot(snapshot(revision, ids));
  return view;
}

describe('ClientView', () => {
  it('RT-5: applies a delta to the revision it holds', () => {
    const view = holding(3, ['a', 'b']);
    const change = { upserts: [row('c', 1), row('b', 5)], removes: ['a'], order: ['b', 'c'] };
    expect(view.applyDelta(delta(3, 4, change))).toBe('applied');
    expect(view.rows()).toEqual([row('b', 5), row('c', 1)]);
    expect(view).toMatchObject({ total: 2, asOf: later, resumePoint: { epoch: 'e', revision: 4 } });
  });

  it('RT-5: rows that the order does not name are gone, whether or not they are in removes', () => {
    const view = holding(1, ['a', 'b']);
    view.applyDelta(delta(1, 2, { order: ['b'] }));
    expect([view.row('a'), view.row('b')]).toEqual([undefined, row('b')]);
  });

  it('RT-8: a gap is noticed, changes nothing, and ends with a snapshot', () => {
    const view = holding(1, ['a']);
    expect(view.applyDelta(delta(2, 3, { upserts: [row('a', 9)] }))).toBe('gap');
    expect([view.needsResync, view.row('a')]).toEqual([true, row('a')]);
    expect(view.applyDelta(delta(3, 4))).toBe('gap');
    view.applySnapshot(snapshot(4, ['a', 'b']));
    expect([view.needsResync, view.order]).toEqual([false, ['a', 'b']]);
  });

  it('RT-8: or with a merged delta from where it stands', () => {
    const view = holding(1, ['a']);
    view.applyDelta(delta(2, 3));
    expect(view.applyDelta(delta(1, 3, { upserts: [row('a', 9)] }))).toBe('applied');
    expect([view.needsResync, view.row('a')]).toEqual([false, row('a', 9)]);
  });

  it('RT-6: what is older, or comes twice, is ignored', () => {
    const view = holding(5, ['a']);
    expect(view.applyDelta(delta(3, 4, { upserts: [row('a', 1)] }))).toBe('ignored');
    expect(view.applyDelta(delta(4, 5, { upserts: [row('a', 1)] }))).toBe('ignored');
    expect(view.applySnapshot(snapshot(4, ['z']))).toBe('ignored');
    expect(view.rows()).toEqual([row('a')]);
  });

  it('a delta from before what is held, to after it, is as good', () => {
    const view = holding(5, ['a']);
    expect(view.applyDelta(delta(3, 7, { upserts: [row('a', 7)] }))).toBe('applied');
    expect(view.resumePoint).toEqual({ epoch: 'e', revision: 7 });
  });

  it('RT-7: an empty delta confirms what is held', () => {
    const view = holding(5, ['a']);
    expect(view.applyDelta(delta(5, 5, { total: 1 }))).toBe('applied');
    expect(view).toMatchObject({ asOf: later, total: 1 });
  });

  it('RT-9: another epoch replaces everything, even with a lower revision', () => {
    const view = holding(50, ['a', 'b']);
    expect(view.applySnapshot(snapshot(1, ['c'], { epoch: 'e2' }))).toBe('applied');
    expect([view.order, view.row('a')]).toEqual([['c'], undefined]);
  });

  it('RT-9: a delta of an epoch never heard of is a gap; one of the epoch before is ignored', () => {
    const view = holding(5, ['a']);
    expect(view.applyDelta(delta(5, 6, { epoch: 'x' }))).toBe('gap');
    view.applySnapshot(snapshot(1, ['a'], { epoch: 'e2' }));
    expect(view.applyDelta(delta(5, 6))).toBe('ignored');
    expect(view.needsResync).toBe(false);
  });

  it('RT-13: a delta leads over to another query, once', () => {
    const view = holding(5, ['a', 'b']);
    const over = delta(5, 2, {
      epoch: 'e2',
      fromEpoch: 'e',
      upserts: [row('c')],
      order: ['b', 'c'],
      offset: 1,
    });
    expect(view.applyDelta(over)).toBe('applied');
    expect(view).toMatchObject({ order: ['b', 'c'], offset: 1, resumePoint: { epoch: 'e2', revision: 2 } });
    expect(view.applyDelta(over)).toBe('ignored');
  });

  it('RT-13: the way over from a revision not held is a gap', () => {
    const view = holding(4, ['a']);
    expect(view.applyDelta(delta(5, 2, { epoch: 'e2', fromEpoch: 'e' }))).toBe('gap');
  });

  it('nothing can be applied before the first snapshot', () => {
    const view = new ClientView<Row>();
    expect([view.applyDelta(delta(1, 2)), view.resumePoint, view.asOf]).toEqual([
      'gap',
      undefined,
      undefined,
    ]);
  });

  it('RT-18: a heartbeat moves the age, and shows that the last delta never came', () => {
    const view = holding(5, ['a']);
    expect(view.applyStatus({ epoch: 'e', revision: 5, asOf: later })).toBe('applied');
    expect(view.asOf).toBe(later);
    expect(view.applyStatus({ epoch: 'e', revision: 4, asOf })).toBe('ignored');
    expect(view.asOf).toBe(later);
    expect(view.applyStatus({ epoch: 'e', revision: 6, asOf })).toBe('gap');
    expect(view.applyStatus({ epoch: 'other', revision: 5, asOf })).toBe('gap');
  });

  it('RT-8: wiping forgets everything, the place to resume included', () => {
    const view = holding(5, ['a']);
    view.wipe();
    expect([view.rows(), view.order, view.total, view.resumePoint]).toEqual([[], [], 0, undefined]);
  });

  it('tells what changed, and keeps untouched rows and orders the same objects', () => {
    const view = holding(1, ['a', 'b']);
    const [order, a] = [view.order, view.row('a')];
    const changes: ViewChange[] = [];
    const stop = view.onChange(change => changes.push(change));
    view.applyDelta(delta(1, 2, { upserts: [row('b', 2)] }));
    expect([view.order === order, view.row('a') === a]).toEqual([true, true]);
    view.applyDelta(delta(2, 3, { order: ['b', 'a'] }));
    view.applyDelta(delta(3, 4, { removes: ['a'], order: ['b'] }));
    stop();
    view.applySnapshot(snapshot(9, []));
    expect(changes).toEqual([
      { ids: ['b'], order: false, reset: false },
      { ids: [], order: true, reset: false },
      { ids: ['a'], order: true, reset: false },
    ]);
  });
});

describe('ClientAggregate', () => {
  const frame = (revision: number, count: number, epoch = 'e'): AggregateFrame => ({
    type: 'aggregate',
    query: 'q',
    epoch,
    revision,
    groups: [{ key: null, count, sums: {} }],
    asOf,
  });

  it('RT-19: the newest frame counts; another epoch starts anew', () => {
    const view = new ClientAggregate();
    expect([view.groups, view.asOf, view.resumePoint]).toEqual([[], undefined, undefined]);
    expect([view.apply(frame(2, 5)), view.apply(frame(1, 4))]).toEqual(['applied', 'ignored']);
    expect(view.groups).toMatchObject([{ count: 5 }]);
    expect(view.apply(frame(1, 9, 'e2'))).toBe('applied');
    expect(view).toMatchObject({ groups: [{ count: 9 }], asOf, resumePoint: { epoch: 'e2', revision: 1 } });
  });
});
