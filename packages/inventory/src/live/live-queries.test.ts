import { describe, expect, it } from 'vitest';
import { adminScope, isoAfter, machine, tenantScope } from '../testing/machine.ts';
import { aggregateSpec, liveRig, opened, recorded, rowsSpec } from '../testing/live-rig.ts';

const upsert = (...rows: ReturnType<typeof machine>[]) =>
  rows.map(resource => ({ op: 'upsert' as const, resource }));

describe('subscribing', () => {
  it('RT-2: the first frame is a snapshot with rows, order, total and revision', () => {
    const rig = liveRig();
    rig.store.apply(upsert(machine('c'), machine('a'), machine('b', { status: 'stopped' })));
    const { frames } = recorded(opened(rig, rowsSpec({ q: 'status:running' })));
    rig.runtime.advance(1);
    expect(frames).toMatchObject([
      { type: 'snapshot', revision: 1, total: 2, offset: 0, items: [{ id: 'a' }, { id: 'c' }] },
    ]);
  });

  it('RT-2: a query that is ready answers before attach returns', () => {
    const rig = liveRig();
    rig.store.apply(upsert(machine('a')));
    const query = opened(rig, rowsSpec());
    recorded(query);
    rig.runtime.advance(1);
    expect(recorded(query).frames).toHaveLength(1);
  });

  it('RT-4: the same question in the same scope is one query with one stream of the same frame objects', () => {
    const rig = liveRig();
    const one = opened(rig, rowsSpec({ q: 'status:running cpu>5' }));
    const other = opened(rig, rowsSpec({ q: '  cpu:>5   status:running', sort: ' name ' }));
    expect(other).toBe(one);
    const [first, second] = [recorded(one), recorded(other)];
    rig.runtime.advance(1);
    rig.store.apply(upsert(machine('a')));
    rig.runtime.advance(1);
    expect(first.frames).toHaveLength(2);
    expect(second.frames[1]).toBe(first.frames[1]);
  });

  it('RT-4: another scope, window, sort or query text is another query', () => {
    const rig = liveRig();
    const all = [
      opened(rig, rowsSpec()),
      opened(rig, rowsSpec(), tenantScope('p1')),
      opened(rig, rowsSpec(), tenantScope('p2')),
      opened(rig, rowsSpec({ sort: '-name' })),
      opened(rig, rowsSpec({ q: 'web' })),
      opened(rig, rowsSpec({ window: { offset: 10, limit: 10 } })),
    ];
    expect(new Set(all).size).toBe(all.length);
    expect(new Set(all.map(query => query.id)).size).toBe(all.length);
  });

  it.each([
    [rowsSpec({ topic: 'machin' }), 'topic.unknown', "did you mean 'machine'"],
    [rowsSpec({ q: 'stats:running' }), 'query.invalid', "did you mean 'status'"],
    [rowsSpec({ sort: '-cpuu' }), 'sort.invalid', "did you mean 'cpu'"],
    [rowsSpec({ window: { offset: 0, limit: 501 } }), 'window.invalid', 'at most 500'],
    [rowsSpec({ window: { offset: -1, limit: 5 } }), 'window.invalid', 'starts at 0'],
    [rowsSpec({ window: { offset: 0.5, limit: 5 } }), 'window.invalid', 'starts at 0'],
    [aggregateSpec({ groupBy: 'name' }), 'aggregate.invalid', 'too many different values'],
    [aggregateSpec({ sums: ['name'] }), 'aggregate.invalid', 'no sum'],
    [aggregateSpec({ groupBy: 'nothing' }), 'aggregate.invalid', 'Unknown field'],
  ])('RT-3: %j is refused with %s and leaves no query behind', (spec, code, message) => {
    const rig = liveRig();
    const result = rig.live.open(spec, adminScope);
    expect(result).toMatchObject({ ok: false, code });
    expect(result.ok ? '' : result.problems.map(problem => problem.message).join()).toContain(message);
    expect(rig.live.counts).toEqual({ active: 0, parked: 0 });
  });

  it('RT-1: a window of no rows counts', () => {
    const rig = liveRig();
    rig.store.apply(upsert(machine('a'), machine('b')));
    const { frames } = recorded(opened(rig, rowsSpec({ window: { offset: 0, limit: 0 } })));
    rig.runtime.advance(1);
    rig.store.apply(upsert(machine('c')));
    rig.runtime.advance(60);
    expect(frames).toMatchObject([
      { type: 'snapshot', total: 2, items: [] },
      { type: 'delta', total: 3, upserts: [], removes: [] },
    ]);
  });
});

describe('deltas', () => {
  const started = (spec = rowsSpec(), scope = adminScope) => {
    const rig = liveRig();
    rig.store.apply(upsert(...['a', 'b', 'c', 'd'].map(id => machine(id))));
    const query = opened(rig, spec, scope);
    const { frames } = recorded(query);
    rig.runtime.advance(100);
    return { rig, query, frames };
  };

  it('RT-5: a delta leads from the revision before to the next, with whole rows', () => {
    const { rig, frames } = started();
    rig.store.apply(upsert(machine('b', { cpu: 99 })));
    rig.runtime.advance(0);
    expect(frames[1]).toMatchObject({
      type: 'delta',
      from: 1,
      to: 2,
      upserts: [machine('b', { cpu: 99 })],
      removes: [],
    });
    expect(frames[1]).not.toHaveProperty('order');
  });

  it('RT-5: the order is sent when, and only when, order or membership of the window changed', () => {
    const { rig, frames } = started(rowsSpec({ sort: '-cpu,name' }));
    rig.store.apply(upsert(machine('c', { cpu: 50 })));
    rig.runtime.advance(50);
    rig.store.apply(upsert(machine('c', { cpu: 60 })));
    rig.runtime.advance(50);
    rig.store.apply([{ op: 'remove', kind: 'machine', id: 'c', asOf: isoAfter(9) }]);
    rig.runtime.advance(50);
    expect(frames.slice(1).map(frame => ('order' in frame ? frame.order : undefined))).toEqual([
      ['c', 'a', 'b', 'd'],
      undefined,
      ['a', 'b', 'd'],
    ]);
    expect(frames[3]).toMatchObject({ removes: ['c'], total: 3 });
  });

  it('RT-5: what happens outside the window is silent, but for the total', () => {
    const { rig, frames } = started(rowsSpec({ window: { offset: 0, limit: 2 } }));
    rig.store.apply(upsert(machine('c', { cpu: 80 })));
    rig.runtime.advance(100);
    expect(frames).toHaveLength(1);
    rig.store.apply(upsert(machine('e')));
    rig.runtime.advance(100);
    expect(frames[1]).toMatchObject({ upserts: [], removes: [], total: 5, from: 1, to: 2 });
  });

  it('RT-5: a row that leaves the window is removed and the next one takes its place', () => {
    const { rig, frames } = started(rowsSpec({ window: { offset: 1, limit: 2 } }));
    rig.store.apply([{ op: 'remove', kind: 'machine', id: 'a', asOf: isoAfter(1) }]);
    rig.runtime.advance(100);
    expect(frames[1]).toMatchObject({ removes: ['b'], upserts: [{ id: 'd' }], order: ['c', 'd'], total: 3 });
  });

  it('RT-6: revisions of a query count its own visible changes, so that they tell nothing of others', () => {
    const rig = liveRig();
    rig.store.apply(upsert(machine('a', { project: 'p1' }), machine('z', { project: 'p2' })));
    const { frames } = recorded(opened(rig, rowsSpec(), tenantScope('p1')));
    rig.runtime.advance(100);
    for (let cpu = 20; cpu < 40; cpu += 1) {
      rig.store.apply(upsert(machine('z', { project: 'p2', cpu, asOf: isoAfter(cpu) })));
      rig.runtime.advance(100);
    }
    rig.store.apply(upsert(machine('a', { cpu: 77, asOf: isoAfter(99) })));
    rig.runtime.advance(100);
    expect(frames.slice(1)).toMatchObject([{ from: 1, to: 2 }]);
  });

  it('RT-10: the first change after a quiet time leaves at once, the next ones at most every interval', () => {
    const { rig, frames, query } = started();
    let changes = 0;
    const sent = (until: number) => {
      const at: number[] = [];
      for (let ms = 0; ms < until; ms += 4) {
        const before = frames.length;
        rig.store.apply(upsert(machine('a', { cpu: ++changes, asOf: isoAfter(changes) })));
        rig.runtime.advance(4);
        if (frames.length > before) at.push(ms);
      }
      return at;
    };
    // Seen at the end of each step of 4 ms: sent at 0, 16, 32, 48 and 64.
    expect(sent(64)).toEqual([0, 12, 28, 44, 60]);
    for (let n = 0; n < 20; n += 1) query.attach(() => undefined);
    rig.runtime.advance(100);
    // More than twenty follow: 0, 50, 100 and 150.
    expect(sent(156)).toEqual([0, 48, 96, 148]);
  });

  it('RT-10: changes within an interval are merged to the latest state', () => {
    const { rig, frames } = started();
    for (const cpu of [1, 2, 3, 4]) rig.store.apply(upsert(machine('a', { cpu })));
    rig.runtime.advance(0);
    for (const cpu of [5, 6]) rig.store.apply(upsert(machine('a', { cpu })));
    rig.runtime.advance(100);
    expect(frames.slice(1)).toMatchObject([{ upserts: [{ cpu: 4 }] }, { upserts: [{ cpu: 6 }] }]);
  });

  it('RT-10: a change that is taken back within the interval is none', () => {
    const { rig, frames } = started();
    rig.store.apply(upsert(machine('a', { cpu: 90 })));
    rig.store.apply(upsert(machine('a')));
    rig.runtime.advance(100);
    expect(frames).toHaveLength(1);
  });

  it('RT-10: a change that the scope cannot see makes no frame', () => {
    const { rig, frames, query } = started(rowsSpec(), tenantScope('p1'));
    rig.store.apply(upsert(machine('a', { host: 'kvm-2' })));
    rig.runtime.advance(100);
    expect(frames).toHaveLength(1);
    rig.store.apply(upsert(machine('b', { cpu: 3 })));
    rig.runtime.advance(100);
    expect(query.resume({ epoch: query.epoch, revision: 1 })?.type).toBe('delta');
    expect(query.resume({ epoch: query.epoch, revision: 1 })).toMatchObject({ upserts: [{ id: 'b' }] });
  });

  it('follows predicates that change with time alone', () => {
    const rig = liveRig();
    rig.store.apply(upsert(machine('young', { createdAt: isoAfter(0) }), machine('old')));
    const { frames } = recorded(opened(rig, rowsSpec({ q: 'age<30s' })));
    const counts = recorded(opened(rig, aggregateSpec({ q: 'age<30s' })));
    rig.runtime.advance(1_000);
    expect(frames).toMatchObject([{ total: 1, items: [{ id: 'young' }] }]);
    rig.runtime.advance(40_000);
    expect(frames[1]).toMatchObject({ type: 'delta', removes: ['young'], total: 0 });
    expect(counts.frames.at(-1)).toMatchObject({ groups: [{ count: 0 }] });
  });
});

describe('work in slices', () => {
  it('RT-11: a big first computation leaves the loop free between slices, and changes go on meanwhile', () => {
    const rig = liveRig({ lookCostMs: 1 });
    const rows = Array.from({ length: 5_000 }, (_, n) => machine(`m${n}`, { cpu: n % 100 }));
    rig.store.apply(upsert(...rows));
    rig.runtime.advance(1);
    const query = opened(rig, rowsSpec({ q: 'cpu>=50', sort: '-cpu' }));
    const { frames } = recorded(query);
    let slices = 0;
    while (!query.ready) {
      slices += 1;
      rig.store.apply(upsert(machine(`m${slices}`, { cpu: 100 + slices, asOf: isoAfter(slices) })));
      rig.runtime.step(rig.runtime.now() + 1);
    }
    rig.runtime.advance(100);
    expect(slices).toBeGreaterThan(10);
    const snapshot = query.snapshot();
    expect(snapshot?.type === 'snapshot' && snapshot.items[0]).toMatchObject({ cpu: 100 + slices });
    expect(snapshot).toMatchObject({ total: 2_500 + Math.min(slices, 49) + Math.max(0, slices - 99) });
    expect(frames.length).toBeGreaterThan(0);
  });

  it('RT-11: work that nobody waits for any more is given up', () => {
    const rig = liveRig({ lookCostMs: 1 });
    rig.store.apply(upsert(...Array.from({ length: 3_000 }, (_, n) => machine(`m${n}`))));
    const query = opened(rig, rowsSpec({ sort: '-cpu' }));
    const { leave } = recorded(query);
    rig.runtime.step(rig.runtime.now());
    leave();
    rig.runtime.advance(200_000);
    expect(query.ready).toBe(false);
    expect(rig.live.counts).toEqual({ active: 0, parked: 0 });
  });

  it('stops for good when told to', () => {
    const rig = liveRig();
    const { frames } = recorded(opened(rig, rowsSpec()));
    rig.runtime.advance(1);
    rig.live.stop();
    rig.store.apply(upsert(machine('a')));
    rig.runtime.advance(10_000);
    expect(frames).toHaveLength(1);
  });
});
