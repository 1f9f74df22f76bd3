import { describe, expect, it } from 'vitest';
import { isoAfter, machine } from '../testing/machine.ts';
import { aggregateSpec, liveRig, opened, recorded, rowsSpec } from '../testing/live-rig.ts';

const upsert = (...rows: ReturnType<typeof machine>[]) =>
  rows.map(resource => ({ op: 'upsert' as const, resource }));

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
