import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ClientView } from '../client-view/client-view.ts';
import { liveRig, opened, recorded, rowsSpec } from '../testing/live-rig.ts';
import { type Machine, machine } from '../testing/machine.ts';
import { patchedRows, patchOf, rounder, sketchKey } from './sketch.ts';
import type { DeltaFrame } from './types.ts';

const upsert = (...rows: ReturnType<typeof machine>[]) =>
  rows.map(resource => ({ op: 'upsert' as const, resource }));
const plain = { everyMs: 0, steps: {}, digits: {} };

/** A sketch of three machines, and what its one client was sent. */
function sketched(sketch: Partial<typeof plain> & { steps?: object; digits?: object } = {}) {
  const rig = liveRig();
  rig.store.apply(upsert(machine('a'), machine('b'), machine('c')));
  const { frames } = recorded(
    opened(rig, rowsSpec({ fields: ['cpu', 'memory', 'name'], sketch: { ...plain, ...sketch } })),
  );
  rig.runtime.advance(1);
  return { rig, frames };
}

describe('a sketch', () => {
  it('RT-28: speaks at once after a quiet time, then as seldom as was asked, of the latest', () => {
    const { rig, frames } = sketched({ everyMs: 1_000 });
    rig.runtime.advance(2_000);
    rig.store.apply(upsert(machine('a', { cpu: 20 })));
    rig.runtime.advance(1);
    expect(frames).toHaveLength(2);
    rig.store.apply(upsert(machine('a', { cpu: 30 })));
    rig.runtime.advance(500);
    rig.store.apply(upsert(machine('a', { cpu: 40 })));
    rig.runtime.advance(498);
    expect(frames).toHaveLength(2);
    rig.runtime.advance(2);
    expect(frames[2]).toMatchObject({ patch: { cpu: { at: [0], to: [40] } } });
  });

  it('RT-29: rounds, and says nothing of what is rounded away', () => {
    const { rig, frames } = sketched({ steps: { cpu: 5 }, digits: { memory: 2 } });
    expect(frames[0]).toMatchObject({ items: [{ cpu: 10, memory: 1.1e9 }, {}, {}] });
    rig.store.apply(upsert(machine('a', { cpu: 11.9, memory: 1_080_000_000 })));
    rig.runtime.advance(100);
    expect(frames).toHaveLength(1);
    rig.store.apply(upsert(machine('a', { cpu: 12.6 })));
    rig.runtime.advance(100);
    expect(frames[1]).toMatchObject({ patch: { cpu: { at: [0], to: [15] } } });
  });

  it('RT-29: is found and sorted by the numbers as they are', () => {
    const rig = liveRig();
    rig.store.apply(upsert(machine('a', { cpu: 51 }), machine('b', { cpu: 52 }), machine('c', { cpu: 49 })));
    const sketch = { ...plain, steps: { cpu: 50 } };
    const { frames } = recorded(opened(rig, rowsSpec({ q: 'cpu>50', sort: '-cpu', sketch })));
    rig.runtime.advance(1);
    expect(frames[0]).toMatchObject({
      items: [
        { id: 'b', cpu: 50 },
        { id: 'a', cpu: 50 },
      ],
    });
  });

  it('RT-30: tells by field and place what changed, and whole rows of what is new', () => {
    const { rig, frames } = sketched();
    rig.store.apply(upsert(machine('d'), machine('b', { cpu: 1 }), machine('c', { cpu: 2, memory: 3 })));
    rig.runtime.advance(100);
    expect(frames[1]).toMatchObject({
      upserts: [{ id: 'd' }],
      order: ['a', 'b', 'c', 'd'],
      patch: { cpu: { at: [1, 1], to: [1, 2] }, memory: { at: [2], to: [3] } },
    });
  });

  it('RT-30: a client that comes back is given whole rows', () => {
    const { rig, frames } = sketched();
    const query = opened(rig, rowsSpec({ fields: ['cpu', 'memory', 'name'], sketch: plain }));
    rig.store.apply(upsert(machine('b', { cpu: 1 })));
    rig.runtime.advance(100);
    const at = { epoch: query.epoch, revision: 1 };
    expect(frames[1]).toMatchObject({ upserts: [] });
    expect(query.resume(at)).toMatchObject({ upserts: [{ id: 'b', cpu: 1 }], removes: [] });
  });

  it('RT-30: a client that does not hold such a row applies nothing, and says so', () => {
    const view = new ClientView<Machine>();
    const row = machine('a');
    const common = { query: 'q', epoch: 'e', total: 1, asOf: row.asOf };
    view.applySnapshot({ ...common, type: 'snapshot', revision: 1, offset: 0, items: [row] });
    const delta = (patch: DeltaFrame<Machine>['patch']): DeltaFrame<Machine> => ({
      ...common,
      ...{ type: 'delta', from: 1, to: 2, upserts: [], removes: [] },
      ...(patch && { patch }),
    });
    expect(view.applyDelta(delta({ cpu: { at: [0, 1], to: [70, 80] } }))).toBe('gap');
    expect(view.applyDelta(delta({ cpu: { at: [0], to: [] } }))).toBe('gap');
    expect(view.row('a')).toBe(row);
    expect(view.applyDelta(delta({ cpu: { at: [0], to: [70] } }))).toBe('applied');
    expect(view.row('a')).toEqual({ ...row, cpu: 70 });
    expect(row.cpu).toBe(10);
  });

  it('RT-4: those who ask for the same share, however they wrote it', () => {
    const one = sketchKey({ everyMs: 1, steps: { a: 1, b: 2 }, digits: {} });
    expect(sketchKey({ everyMs: 1, steps: { b: 2, a: 1 }, digits: {} })).toBe(one);
    expect(sketchKey({ everyMs: 1, steps: { b: 2 }, digits: { a: 1 } })).not.toBe(one);
    expect(sketchKey(undefined)).toBe('');
    const { rig } = sketched();
    const same = { fields: ['name', 'cpu', 'memory'], sketch: plain };
    expect(opened(rig, rowsSpec(same))).toBe(opened(rig, rowsSpec(same)));
    expect(opened(rig, rowsSpec(same))).not.toBe(opened(rig, rowsSpec({ fields: same.fields })));
  });
});

describe('rounding', () => {
  const rounded = (value: number, sketch: object) =>
    rounder<{ v: number }>({ ...plain, ...sketch })({ v: value }).v;

  it('has no tails of digits, and no minus zero', () => {
    expect(rounded(0.37, { steps: { v: 0.1 } })).toBe(0.4);
    expect(rounded(-0.2, { steps: { v: 1 } })).toBe(0);
    expect(rounded(1_234_567, { digits: { v: 2 } })).toBe(1_200_000);
  });

  it('is off by half a step at most, and the same when done again', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1e6, max: 1e6, noNaN: true }),
        fc.constantFrom(0.5, 1, 5, 64),
        (value, step) => {
          const once = rounded(value, { steps: { v: step } });
          expect(Math.abs(once - value)).toBeLessThanOrEqual(step / 2 + 1e-6);
          expect(rounded(once, { steps: { v: step } })).toBe(once);
        },
      ),
    );
  });
});

it('RT-30: a patch and the whole rows beside it make of the old window the new one', () => {
  const cell = fc.option(fc.nat(3), { nil: null });
  const row = fc.record(
    { id: fc.constantFrom('a', 'b', 'c', 'd', 'e'), x: cell, y: cell, z: cell },
    { requiredKeys: ['id', 'x'] },
  );
  const rows = fc.uniqueArray(row, { selector: ({ id }) => id });
  fc.assert(
    fc.property(rows, rows, (before, after) => {
      const held = new Map(before.map(one => [String(one.id), one]));
      const order = after.map(({ id }) => id);
      const { upserts, patch } = patchOf(after, { held, order });
      const patched = patchedRows(patch, { order, row: id => held.get(id) });
      const made = new Map([...before, ...upserts, ...(patched ?? [])].map(one => [one.id, one]));
      expect(order.map(id => made.get(id))).toEqual(after);
    }),
  );
});
