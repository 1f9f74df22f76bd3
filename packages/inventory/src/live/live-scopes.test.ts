import { describe, expect, it } from 'vitest';
import { machine, tenantScope } from '../testing/machine.ts';
import { aggregateSpec, liveRig, opened, recorded, rowsSpec } from '../testing/live-rig.ts';

const upsert = (...rows: ReturnType<typeof machine>[]) =>
  rows.map(resource => ({ op: 'upsert' as const, resource }));

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
