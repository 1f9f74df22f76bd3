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
    const { rig, frames } = started();
    const at: number[] = [];
    for (let ms = 0; ms < 200; ms += 5) {
      const before = frames.length;
      rig.store.apply(upsert(machine('a', { cpu: ms, asOf: isoAfter(ms) })));
      rig.runtime.advance(5);
      if (frames.length > before) at.push(ms);
    }
    // Seen at the end of each step of 5 ms: sent at 0, 50, 100, 150 and 200.
    expect(at).toEqual([0, 45, 95, 145, 195]);
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

describe('authorization', () => {
  it('RT-15: rows of others are neither shown nor counted, and fields are blanked', () => {
    const rig = liveRig();
    rig.store.apply(upsert(machine('mine', { project: 'p1' }), machine('theirs', { project: 'p2' })));
    const rows = recorded(opened(rig, rowsSpec(), tenantScope('p1')));
    const counts = recorded(opened(rig, aggregateSpec({ groupBy: 'project' }), tenantScope('p1')));
    rig.runtime.advance(1);
    expect(rows.frames).toMatchObject([{ total: 1, items: [{ id: 'mine', host: null }] }]);
    expect(counts.frames).toMatchObject([{ groups: [{ key: 'p1', count: 1 }] }]);
  });

  it('RT-15: a row that moves to another project leaves one scope and enters the other', () => {
    const rig = liveRig();
    rig.store.apply(upsert(machine('a', { project: 'p1' })));
    const one = recorded(opened(rig, rowsSpec(), tenantScope('p1')));
    const two = recorded(opened(rig, rowsSpec(), tenantScope('p2')));
    rig.runtime.advance(1);
    rig.store.apply(upsert(machine('a', { project: 'p2' })));
    rig.runtime.advance(100);
    expect(one.frames[1]).toMatchObject({ removes: ['a'], upserts: [], total: 0 });
    expect(two.frames[1]).toMatchObject({ upserts: [{ id: 'a', host: null }], total: 1 });
  });

  it.each(['host:kvm-1', 'host:nowhere', 'has:host', 'hots:kvm-1'])(
    'RT-16: %s is refused for a tenant exactly as a field that does not exist',
    q => {
      const rig = liveRig();
      rig.store.apply(upsert(machine('a')));
      const result = rig.live.open(rowsSpec({ q }), tenantScope('p1'));
      expect(result).toMatchObject({
        ok: false,
        code: 'query.invalid',
        problems: [{ code: 'unknown-field' }],
      });
      expect(JSON.stringify(result)).not.toContain("mean 'host'");
    },
  );

  it('RT-16: nor can a tenant sort, group or search by it', () => {
    const rig = liveRig();
    rig.store.apply(upsert(machine('a', { host: 'kvm-secret' })));
    expect(rig.live.open(rowsSpec({ sort: 'host' }), tenantScope('p1'))).toMatchObject({
      code: 'sort.invalid',
    });
    expect(rig.live.open(aggregateSpec({ groupBy: 'host' }), tenantScope('p1'))).toMatchObject({
      code: 'aggregate.invalid',
    });
    const { frames } = recorded(opened(rig, rowsSpec({ q: 'secret' }), tenantScope('p1')));
    const admin = recorded(opened(rig, rowsSpec({ q: 'secret' })));
    rig.runtime.advance(1);
    expect(frames).toMatchObject([{ total: 0 }]);
    expect(admin.frames).toMatchObject([{ total: 1 }]);
  });

  it('RT-14: a narrowed scope is one delta that takes away what is no longer allowed', () => {
    const rig = liveRig();
    rig.store.apply(upsert(machine('a', { project: 'p1' }), machine('b', { project: 'p2' })));
    const wide = opened(rig, rowsSpec());
    const leave = recorded(wide).leave;
    rig.runtime.advance(1);
    const narrow = opened(rig, rowsSpec(), tenantScope('p1'));
    const frames: unknown[] = [];
    narrow.attach(frame => frames.push(frame), { replaces: wide });
    leave();
    rig.runtime.advance(1);
    expect(frames).toMatchObject([
      {
        type: 'delta',
        query: narrow.id,
        epoch: narrow.epoch,
        fromEpoch: wide.epoch,
        from: 1,
        removes: ['b'],
        upserts: [{ id: 'a', host: null }],
        order: ['a'],
        total: 1,
      },
    ]);
  });
});

describe('windows that move', () => {
  it('RT-13: the way over to another window carries only the rows that are new to the client', () => {
    const rig = liveRig();
    rig.store.apply(upsert(...['a', 'b', 'c', 'd', 'e'].map(id => machine(id))));
    const top = opened(rig, rowsSpec({ window: { offset: 0, limit: 3 } }));
    recorded(top);
    rig.runtime.advance(1);
    const next = opened(rig, rowsSpec({ window: { offset: 1, limit: 3 } }));
    const frames: unknown[] = [];
    next.attach(frame => frames.push(frame), { replaces: top });
    rig.runtime.advance(1);
    expect(frames).toMatchObject([
      { upserts: [{ id: 'd' }], removes: ['a'], order: ['b', 'c', 'd'], offset: 1, total: 5 },
    ]);
  });

  it('RT-13: windows over the same result share its computation', () => {
    const rig = liveRig({ lookCostMs: 1 });
    rig.store.apply(upsert(...Array.from({ length: 2_000 }, (_, n) => machine(`m${n}`))));
    recorded(opened(rig, rowsSpec({ q: 'm1', window: { offset: 0, limit: 3 } })));
    rig.runtime.advance(1);
    const second = recorded(opened(rig, rowsSpec({ q: 'm1', window: { offset: 5, limit: 3 } })));
    expect(second.frames).toHaveLength(1);
  });
});

describe('replacing a query that has not answered yet', () => {
  it('RT-13: gives a snapshot, and names nothing that the client was never sent', () => {
    const rig = liveRig();
    rig.store.apply(upsert(machine('a', { project: 'p2' })));
    const wide = opened(rig, rowsSpec());
    recorded(wide).leave();
    rig.runtime.advance(15_000);
    const { leave } = recorded(opened(rig, rowsSpec()));
    const frames: unknown[] = [];
    opened(rig, rowsSpec(), tenantScope('p1')).attach(frame => frames.push(frame), { replaces: wide });
    leave();
    rig.runtime.advance(1);
    expect(frames).toMatchObject([{ type: 'snapshot', items: [], total: 0 }]);
  });
});

describe('resuming', () => {
  it('RT-7: a client that was away gets one delta with everything that changed since its revision', () => {
    const rig = liveRig();
    rig.store.apply(upsert(machine('a'), machine('b'), machine('c')));
    const query = opened(rig, rowsSpec());
    const first = recorded(query);
    rig.runtime.advance(1);
    first.leave();
    rig.store.apply(upsert(machine('b', { cpu: 50 }), machine('d')));
    rig.runtime.advance(60);
    rig.store.apply([{ op: 'remove', kind: 'machine', id: 'a', asOf: isoAfter(1) }]);
    rig.runtime.advance(60);
    const frames: unknown[] = [];
    query.attach(frame => frames.push(frame), { resume: { epoch: query.epoch, revision: 1 } });
    expect(frames).toMatchObject([
      {
        type: 'delta',
        from: 1,
        to: 3,
        upserts: [{ id: 'b', cpu: 50 }, { id: 'd' }],
        order: ['b', 'c', 'd'],
        total: 3,
      },
    ]);
  });

  it('RT-7: it works after the query had no listener for longer than it is kept up to date', () => {
    const rig = liveRig();
    rig.store.apply(upsert(machine('a'), machine('b')));
    const query = opened(rig, rowsSpec());
    const { leave } = recorded(query);
    rig.runtime.advance(1);
    leave();
    rig.runtime.advance(60_000);
    expect(rig.live.counts).toEqual({ active: 0, parked: 1 });
    rig.store.apply(upsert(machine('b', { cpu: 99 })));
    const again = opened(rig, rowsSpec());
    expect(again.epoch).toBe(query.epoch);
    const frames: unknown[] = [];
    again.attach(frame => frames.push(frame), { resume: { epoch: query.epoch, revision: 1 } });
    rig.runtime.advance(1);
    expect(frames).toMatchObject([{ type: 'delta', from: 1, to: 2, upserts: [{ id: 'b', cpu: 99 }] }]);
  });

  it('RT-7: a client that missed nothing gets an empty delta', () => {
    const rig = liveRig();
    rig.store.apply(upsert(machine('a')));
    const query = opened(rig, rowsSpec());
    recorded(query);
    rig.runtime.advance(1);
    expect(query.resume({ epoch: query.epoch, revision: 1 })).toMatchObject({
      from: 1,
      to: 1,
      upserts: [],
      removes: [],
    });
  });

  it.each([
    ['another epoch', { epoch: 'other', revision: 1 }],
    ['a revision not reached yet', { epoch: 'e1.q1', revision: 7 }],
    ['no revision', { epoch: 'e1.q1', revision: 0 }],
  ])('RT-8: %s is answered with a snapshot', (_, resume) => {
    const rig = liveRig();
    rig.store.apply(upsert(machine('a')));
    const frames: unknown[] = [];
    opened(rig, rowsSpec()).attach(frame => frames.push(frame), { resume });
    rig.runtime.advance(1);
    expect(frames).toMatchObject([{ type: 'snapshot', items: [{ id: 'a' }] }]);
  });

  it('RT-9: a query that was forgotten comes back under another epoch', () => {
    const rig = liveRig();
    const query = opened(rig, rowsSpec());
    rig.runtime.advance(300_000);
    expect(rig.live.counts).toEqual({ active: 0, parked: 0 });
    expect(opened(rig, rowsSpec()).epoch).not.toBe(query.epoch);
  });

  it('RT-9: epochs of two lives of a store differ', () => {
    const [one, other] = [liveRig({ epoch: 'e1' }), liveRig({ epoch: 'e2' })];
    expect(opened(one, rowsSpec()).epoch).not.toBe(opened(other, rowsSpec()).epoch);
  });

  it('a query that was let go of works again when somebody attaches', () => {
    const rig = liveRig();
    rig.store.apply(upsert(machine('a')));
    const query = opened(rig, rowsSpec());
    rig.runtime.advance(300_000);
    const { frames } = recorded(query);
    rig.runtime.advance(1);
    expect(frames).toMatchObject([{ items: [{ id: 'a' }] }]);
  });
});

describe('age', () => {
  it('RT-17: every frame says how old the oldest row of the window is', () => {
    const rig = liveRig();
    rig.store.apply(
      upsert(machine('a', { asOf: isoAfter(-5_000) }), machine('b', { asOf: isoAfter(-1_000) })),
    );
    const query = opened(rig, rowsSpec());
    const { frames } = recorded(query);
    rig.runtime.advance(1);
    expect(frames[0]?.type === 'snapshot' && frames[0].asOf).toBe(isoAfter(-5_000));
    rig.store.apply(upsert(machine('a', { asOf: isoAfter(0), cpu: 12 })));
    rig.runtime.advance(1);
    expect(frames[1]?.type === 'delta' && frames[1].asOf).toBe(isoAfter(-1_000));
  });

  it('RT-17: confirming a backend, or an unchanged row, moves the age without a frame', () => {
    const rig = liveRig();
    rig.store.apply(upsert(machine('a', { asOf: isoAfter(-5_000) })));
    const query = opened(rig, rowsSpec());
    const { frames } = recorded(query);
    rig.runtime.advance(1);
    rig.store.apply(upsert(machine('a', { asOf: isoAfter(-3_000) })));
    rig.runtime.advance(100);
    expect(query.status().asOf).toBe(isoAfter(-3_000));
    rig.store.confirm('lab', isoAfter(50));
    expect(query.status()).toMatchObject({ revision: 1, asOf: isoAfter(50) });
    expect(frames).toHaveLength(1);
  });

  it('RT-17: counts are as old as the backend that was not heard from longest', () => {
    const rig = liveRig();
    rig.store.apply(
      upsert(
        machine('a', { backend: 'one', asOf: isoAfter(-9_000) }),
        machine('b', { backend: 'two', asOf: isoAfter(0) }),
      ),
    );
    const { frames } = recorded(opened(rig, aggregateSpec()));
    rig.runtime.advance(1);
    expect(frames).toMatchObject([{ type: 'aggregate', asOf: isoAfter(-9_000) }]);
  });

  it('RT-18: the status of a query tells its revision, for heartbeats', () => {
    const rig = liveRig();
    const query = opened(rig, rowsSpec());
    recorded(query);
    rig.runtime.advance(1);
    rig.store.apply(upsert(machine('a')));
    rig.runtime.advance(100);
    expect(query.status()).toMatchObject({ query: query.id, epoch: query.epoch, revision: 2 });
  });
});

describe('aggregates', () => {
  it('RT-19: counts and sums by group follow every change, whole in each frame', () => {
    const rig = liveRig();
    rig.store.apply(
      upsert(machine('a', { cpu: 0.1 }), machine('b', { cpu: 0.2 }), machine('c', { status: 'stopped' })),
    );
    const { frames } = recorded(opened(rig, aggregateSpec({ groupBy: 'status', sums: ['cpu', 'memory'] })));
    rig.runtime.advance(1);
    rig.store.apply(upsert(machine('a', { status: 'stopped', cpu: null })));
    rig.runtime.advance(300);
    const memory = 1_073_741_824;
    expect(frames).toMatchObject([
      {
        groups: [
          { key: 'running', count: 2, sums: { cpu: 0.3, memory: 2 * memory } },
          { key: 'stopped', count: 1, sums: { cpu: 10, memory } },
        ],
      },
      {
        revision: 2,
        groups: [
          { key: 'running', count: 1, sums: { cpu: 0.2, memory } },
          { key: 'stopped', count: 2, sums: { cpu: 10, memory: 2 * memory } },
        ],
      },
    ]);
  });

  it('RT-19: resources without a value form the group null, which comes last', () => {
    const rig = liveRig();
    rig.store.apply(upsert(machine('a', { host: null }), machine('b'), machine('c', { host: 'x' })));
    const { frames } = recorded(opened(rig, aggregateSpec({ groupBy: 'host' })));
    rig.runtime.advance(1);
    expect(frames).toMatchObject([{ groups: [{ key: 'kvm-1' }, { key: 'x' }, { key: null, count: 1 }] }]);
  });

  it('RT-19: nothing matching is a count of zero', () => {
    const rig = liveRig();
    const { frames } = recorded(opened(rig, aggregateSpec({ q: 'web', sums: ['cpu'] })));
    rig.runtime.advance(1);
    expect(frames).toMatchObject([{ groups: [{ key: null, count: 0, sums: { cpu: 0 } }] }]);
  });

  it('RT-19: a change that moves no figure makes no frame', () => {
    const rig = liveRig();
    rig.store.apply(upsert(machine('a')));
    const { frames } = recorded(opened(rig, aggregateSpec({ groupBy: 'status' })));
    rig.runtime.advance(300);
    rig.store.apply(upsert(machine('a', { cpu: 55 })));
    rig.runtime.advance(300);
    expect(frames).toHaveLength(1);
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
