import { describe, expect, it } from 'vitest';
import { aggregateSpec, liveRig, opened, recorded, rowsSpec } from '../testing/live-rig.ts';
import { type Machine, machine, tenantScope } from '../testing/machine.ts';
import { defaultTiming } from './live-queries.ts';

const upsert = (...rows: Machine[]) => rows.map(resource => ({ op: 'upsert' as const, resource }));

/** Two rows beside a third, which is named. */
function named(name: string, change: Partial<Machine> = {}) {
  const rig = liveRig();
  const rename = (next: string, more: Partial<Machine> = {}) => {
    rig.store.apply(upsert(machine('gate', { ...change, name: next, ...more })));
    rig.runtime.advance(2 * defaultTiming.renaming);
  };
  rig.store.apply(upsert(machine('a', { near: 'gate' }), machine('b', { near: 'gate' }), machine('c')));
  rename(name);
  return { rig, rename };
}

describe('a live query that asks by name', () => {
  it('RT-12: gains and loses rows when what they refer to is renamed, though they have not changed', () => {
    const { rig, rename } = named('North');
    const { frames } = recorded(opened(rig, rowsSpec({ q: 'near:north' })));
    const others = recorded(opened(rig, rowsSpec({ q: 'near:south' })));
    const counts = recorded(opened(rig, aggregateSpec({ q: '!near:north' })));
    rig.runtime.advance(1);
    rename('South');
    expect(frames).toMatchObject([{ total: 2 }, { removes: ['a', 'b'], order: [], total: 0 }]);
    expect(others.frames).toMatchObject([{ total: 0 }, { order: ['a', 'b'], total: 2 }]);
    expect(counts.frames).toMatchObject([{ groups: [{ count: 2 }] }, { groups: [{ count: 4 }] }]);
    rename('North');
    expect(frames.at(-1)).toMatchObject({ order: ['a', 'b'], total: 2 });
  });

  it('RT-12: follows when the named thing goes, comes back, or is renamed twice at once', () => {
    const { rig, rename } = named('North');
    const { frames } = recorded(opened(rig, rowsSpec({ q: 'near:north' })));
    rig.runtime.advance(1);
    rig.store.apply([{ op: 'remove', kind: 'machine', id: 'gate', asOf: machine('gate').asOf }]);
    rig.runtime.advance(2 * defaultTiming.renaming);
    expect(frames.at(-1)).toMatchObject({ total: 0 });
    rig.store.apply(upsert(machine('gate', { name: 'South', asOf: '2026-01-02T00:00:00.000Z' })));
    rename('North', { asOf: '2026-01-03T00:00:00.000Z' });
    expect(frames.at(-1)).toMatchObject({ order: ['a', 'b'] });
  });

  it('RT-15: a name that is not the asker’s to see never moves a row', () => {
    const { rig, rename } = named('North', { project: 'p2' });
    const { frames } = recorded(opened(rig, rowsSpec({ q: 'near:south' }), tenantScope('p1')));
    rig.runtime.advance(1);
    rename('South');
    expect(frames).toMatchObject([{ total: 0 }]);
    rename('South', { project: 'p1' });
    expect(frames.at(-1)).toMatchObject({ order: ['a', 'b'], total: 2 });
  });

  it('waits for nothing when nobody asks by name, nor when only other facts change', () => {
    const { rig, rename } = named('North');
    const plain = recorded(opened(rig, rowsSpec({ q: 'near:north', sort: 'name' })));
    rig.runtime.advance(1);
    rename('North', { cpu: 99 });
    expect(plain.frames).toHaveLength(1);
  });
});
