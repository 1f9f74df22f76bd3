import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OrderedSlots } from './ordered-slots.ts';
import { sortInSteps, stepRows } from './job.ts';
import { Slots } from './slots.ts';
import { compareKeys, textKey } from './sort-keys.ts';
import { SlotFlags } from './slot-flags.ts';

const ascending = (a: number, b: number) => a - b;

describe('OrderedSlots', () => {
  it('equals sorting from scratch after any insertions and removals, over many blocks', () => {
    const steps = fc.array(fc.record({ add: fc.boolean(), slot: fc.nat(5_999) }), { maxLength: 300 });
    fc.assert(
      fc.property(fc.nat(3_000), steps, fc.nat(3_000), fc.nat(600), (filled, changes, offset, limit) => {
        const list = new OrderedSlots(ascending);
        const truth = new Set(Array.from({ length: filled }, (_, n) => n * 2));
        list.fill([...truth]);
        for (const { add, slot } of changes) {
          if (add && !truth.has(slot)) list.insert(slot);
          if (!add) expect(list.remove(slot)).toBe(truth.has(slot));
          if (add) truth.add(slot);
          else truth.delete(slot);
        }
        const sorted = [...truth].sort(ascending);
        expect(list.toArray()).toEqual(sorted);
        expect(list.length).toBe(sorted.length);
        expect(list.slice(offset, limit)).toEqual(sorted.slice(offset, offset + limit));
      }),
    );
  });

  it.each(['up', 'down'])('grows %s from nothing to many blocks and back to nothing', direction => {
    const list = new OrderedSlots(ascending);
    const slots = Array.from({ length: 5_000 }, (_, n) => (direction === 'up' ? n : 5_000 - n));
    for (const slot of slots) list.insert(slot);
    expect(list.toArray()).toEqual([...slots].sort(ascending));
    for (const slot of slots) expect(list.remove(slot)).toBe(true);
    expect(list.toArray()).toEqual([]);
    expect(list.slice(0, 10)).toEqual([]);
    list.insert(7);
    expect(list.toArray()).toEqual([7]);
  });
});

describe('sortInSteps', () => {
  it('sorts like sort, whatever the length', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(10_000), { maxLength: 1_000, size: 'max' }), slots => {
        const job = sortInSteps([...slots], ascending);
        let step = job.next();
        while (step.done !== true) step = job.next();
        expect(step.value).toEqual([...slots].sort(ascending));
      }),
    );
  });

  it('stops after every few rows', () => {
    const job = sortInSteps(
      Array.from({ length: 10 * stepRows }, (_, n) => -n),
      ascending,
    );
    let steps = 0;
    while (job.next().done !== true) steps += 1;
    expect(steps).toBeGreaterThan(40);
  });
});

describe('Slots', () => {
  it('does not give a slot out again before recycling: a running computation may still name it', () => {
    const slots = new Slots<string>();
    const [a, b] = [slots.assign('a'), slots.assign('b')];
    slots.release(a);
    expect(slots.find('a')).toBeUndefined();
    expect([slots.idOf(a), slots.assign('c')]).toEqual(['a', b + 1]);
    slots.recycle();
    expect(slots.assign('d')).toBe(a);
    expect(slots.idOf(a)).toBe('d');
    expect(slots.size).toBe(3);
  });

  it('flags grow with the slots', () => {
    const flags = new SlotFlags();
    flags.set(5_000, true);
    flags.set(3, true);
    flags.set(3, false);
    expect([flags.has(5_000), flags.has(3), flags.has(1_000_000)]).toEqual([true, false, false]);
  });
});

describe('sort keys', () => {
  it('sorts names as people expect', () => {
    const names = ['web-10', 'Web-2', 'web-1', 'übung', 'web-002', 'db', '北京', 'web', 'ubung-1'];
    const sorted = names.sort((a, b) => compareKeys(textKey(a), textKey(b), false));
    expect(sorted).toEqual(['db', 'übung', 'ubung-1', 'web', 'web-1', 'Web-2', 'web-002', 'web-10', '北京']);
  });

  it('no value comes last in both directions', () => {
    const values = [2, undefined, 1];
    expect(values.toSorted((a, b) => compareKeys(a, b, false))).toEqual([1, 2, undefined]);
    const present = (descending: boolean) => compareKeys(undefined, 1, descending);
    expect([present(false), present(true), compareKeys(1, undefined, true)]).toEqual([1, 1, -1]);
  });
});
