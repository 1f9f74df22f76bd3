import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isoAfter, type Machine, machine } from '../testing/machine.ts';
import { sameButAge, sameValue } from './equal.ts';
import { relist } from './relist.ts';
import { Store } from './store.ts';
import type { Applied, Change } from './types.ts';

const newStore = (options: { logCapacity?: number; tombstones?: number; carried?: string[] } = {}) =>
  new Store<Machine>({ epoch: 'e1', ...options });
const upsert = (id: string, change: Partial<Machine> = {}, seq?: number): Change<Machine> => ({
  op: 'upsert',
  resource: machine(id, change),
  ...(seq === undefined ? {} : { seq }),
});
const remove = (id: string, ms: number): Change<Machine> => ({
  op: 'remove',
  kind: 'machine',
  id,
  asOf: isoAfter(ms),
});
const patch = (id: string, ms: number, values: Partial<Machine>): Change<Machine> => ({
  op: 'patch',
  kind: 'machine',
  id,
  asOf: isoAfter(ms),
  patch: values,
});

describe('revisions', () => {
  it('a batch is one revision; a batch that shows nothing new is none', () => {
    const store = newStore();
    expect(store.apply([upsert('a'), upsert('b')]).revision).toBe(1);
    expect(store.apply([upsert('a', { asOf: isoAfter(5) })]).revision).toBe(1);
    expect(store.apply([]).revision).toBe(1);
    expect(store.apply([upsert('a', { cpu: 1, asOf: isoAfter(6) })]).revision).toBe(2);
    expect([store.versionOf('machine', 'a'), store.versionOf('machine', 'b')]).toEqual([2, 1]);
  });

  it('an unchanged upsert refreshes the age without a visible change', () => {
    const store = newStore();
    store.apply([upsert('a')]);
    const applied = store.apply([upsert('a', { asOf: isoAfter(9) })]);
    expect(applied).toMatchObject({ changed: [], refreshed: [{ id: 'a' }] });
    expect(store.get('machine', 'a')?.asOf).toBe(isoAfter(9));
  });

  it('tells listeners what was and what is, until they leave', () => {
    const store = newStore();
    const heard: Applied<Machine>[] = [];
    const stop = store.onApplied(applied => heard.push(applied));
    store.apply([upsert('a')]);
    store.apply([remove('nothing', 1)]);
    store.apply([remove('a', 1)]);
    stop();
    store.apply([upsert('b')]);
    expect(heard.map(({ changed }) => changed)).toEqual([
      [{ kind: 'machine', id: 'a', before: undefined, after: machine('a') }],
      [{ kind: 'machine', id: 'a', before: machine('a'), after: undefined }],
    ]);
  });

  it('lists by kind', () => {
    const store = newStore();
    store.apply([upsert('a'), upsert('b'), remove('a', 1)]);
    expect([...store.all('machine')].map(row => row.id)).toEqual(['b']);
    expect([store.count('machine'), store.count('host'), [...store.all('host')]]).toEqual([1, 0, []]);
  });
});

describe('order of facts', () => {
  it.each<[string, Change<Machine>[], number | null | undefined]>([
    [
      'an older upsert',
      [upsert('a', { cpu: 2, asOf: isoAfter(9) }), upsert('a', { cpu: 1, asOf: isoAfter(5) })],
      2,
    ],
    [
      'a lower sequence number, whatever its time',
      [upsert('a', { cpu: 2 }, 7), upsert('a', { cpu: 1, asOf: isoAfter(99) }, 6)],
      2,
    ],
    ['an older removal', [upsert('a', { cpu: 2, asOf: isoAfter(9) }), remove('a', 5)], 2],
    [
      'an upsert from before a removal',
      [upsert('a'), remove('a', 9), upsert('a', { asOf: isoAfter(5) })],
      undefined,
    ],
    ['an older sample', [upsert('a'), patch('a', 9, { cpu: 2 }), patch('a', 5, { cpu: 1 })], 2],
  ])('%s is dropped', (_, changes, cpu) => {
    const store = newStore();
    const dropped = changes.flatMap(change => store.apply([change]).dropped);
    expect(dropped).toHaveLength(1);
    expect(store.get('machine', 'a')?.cpu).toBe(cpu);
  });

  it('what comes back after its removal is new', () => {
    const store = newStore();
    store.apply([upsert('a'), remove('a', 5), upsert('a', { asOf: isoAfter(6) })]);
    expect(store.get('machine', 'a')).toBeDefined();
  });

  it('a newer sample does not hide an event from before it', () => {
    const store = newStore();
    store.apply([
      upsert('a'),
      patch('a', 9, { cpu: 80 }),
      upsert('a', { status: 'stopped', asOf: isoAfter(5) }),
    ]);
    expect(store.get('machine', 'a')).toMatchObject({ status: 'stopped' });
  });

  it('measured fields have an order of their own', () => {
    const store = newStore({ carried: ['cpu'] });
    store.apply([upsert('a'), patch('a', 9, { cpu: 80 })]);
    store.apply([upsert('a', { status: 'stopped', cpu: 1, asOf: isoAfter(5) })]);
    expect(store.get('machine', 'a')).toMatchObject({ status: 'stopped', cpu: 80, asOf: isoAfter(9) });
    store.apply([upsert('a', { cpu: 7, asOf: isoAfter(20) }), patch('a', 15, { cpu: 3 })]);
    expect(store.get('machine', 'a')?.cpu).toBe(7);
  });

  it('an upsert that does not mention a measured field keeps it; null is a value', () => {
    const store = newStore({ carried: ['cpu'] });
    const { cpu: _, ...without } = machine('a', { asOf: isoAfter(5) });
    store.apply([upsert('a', { cpu: 44 })]);
    // The provider's list has no figures: a resource without the field, as it arrives.
    store.apply([{ op: 'upsert', resource: without as Machine }]);
    expect(store.get('machine', 'a')?.cpu).toBe(44);
    store.apply([upsert('a', { cpu: null, asOf: isoAfter(6) })]);
    expect(store.get('machine', 'a')?.cpu).toBeNull();
  });

  it('a sample of something unknown is dropped; an undefined field is left as it is', () => {
    const store = newStore();
    expect(store.apply([patch('a', 1, { cpu: 1 })]).dropped).toEqual([
      { kind: 'machine', id: 'a', why: 'unknown' },
    ]);
    store.apply([upsert('a')]);
    const applied = store.apply([
      { op: 'patch', kind: 'machine', id: 'a', asOf: isoAfter(3), patch: { cpu: undefined } },
    ]);
    expect([applied.changed, store.get('machine', 'a')]).toEqual([[], machine('a', { asOf: isoAfter(3) })]);
  });

  it('the arrival order of upserts and removals does not matter', () => {
    const facts = fc.uniqueArray(
      fc.record({ ms: fc.nat(50), id: fc.constantFrom('a', 'b'), gone: fc.boolean(), cpu: fc.nat(9) }),
      { selector: fact => fact.ms, maxLength: 10 },
    );
    const shuffled = facts.chain(list =>
      fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
    );
    fc.assert(
      fc.property(shuffled, ([list, other]) => {
        const end = (order: typeof list) => {
          const store = newStore();
          for (const { ms, id, gone, cpu } of order) {
            store.apply([gone ? remove(id, ms) : upsert(id, { cpu, asOf: isoAfter(ms) })]);
          }
          return ['a', 'b'].map(id => store.get('machine', id));
        };
        expect(end(other)).toEqual(end(list.toSorted((a, b) => a.ms - b.ms)));
      }),
      { numRuns: 500 },
    );
  });

  it('remembers only so many removals', () => {
    const store = newStore({ tombstones: 1 });
    store.apply([upsert('a'), upsert('b'), remove('a', 9), remove('b', 9)]);
    store.apply([upsert('a', { asOf: isoAfter(5) }), upsert('b', { asOf: isoAfter(5) })]);
    expect([...store.all('machine')].map(row => row.id)).toEqual(['a']);
  });
});

describe('changesSince', () => {
  it('names each resource once, by its latest change', () => {
    const store = newStore();
    store.apply([upsert('a')]);
    store.apply([upsert('b')]);
    store.apply([upsert('a', { cpu: 1 })]);
    expect(store.changesSince(1)?.map(({ id, revision }) => [id, revision])).toEqual([
      ['b', 2],
      ['a', 3],
    ]);
    expect(store.changesSince(3)).toEqual([]);
  });

  it('says so when it no longer knows', () => {
    const store = newStore({ logCapacity: 2 });
    for (let cpu = 1; cpu <= 4; cpu += 1) store.apply([upsert('a', { cpu })]);
    expect(store.changesSince(1)).toBeUndefined();
    expect(store.changesSince(2)).toHaveLength(1);
  });
});

describe('age', () => {
  it('the confirmation of a backend counts for all it owns, and never goes back', () => {
    const store = newStore();
    store.apply([upsert('a', { asOf: isoAfter(5) })]);
    store.confirm('lab', isoAfter(20));
    store.confirm('lab', isoAfter(10));
    store.confirm('other', isoAfter(99));
    expect(store.freshness(machine('a', { asOf: isoAfter(5) }))).toBe(isoAfter(20));
    expect(store.freshness(machine('a', { asOf: isoAfter(30) }))).toBe(isoAfter(30));
    expect(store.heardFromAll()).toBe(isoAfter(20));
    store.forgetBackend('lab');
    expect(store.heardFromAll()).toBe(isoAfter(99));
  });
});

describe('relist', () => {
  it('removes what the list covers and misses, unless it was confirmed since the listing began', () => {
    const store = newStore();
    store.apply([
      upsert('kept'),
      upsert('gone'),
      upsert('elsewhere', { backend: 'other' }),
      upsert('born', { asOf: isoAfter(15) }),
    ]);
    const changes = relist(store, {
      kinds: ['machine'],
      covers: row => row.backend === 'lab',
      resources: [machine('kept', { asOf: isoAfter(12) }), machine('found', { asOf: isoAfter(12) })],
      startedAt: isoAfter(10),
    });
    store.apply(changes);
    expect([...store.all('machine')].map(row => row.id).sort()).toEqual([
      'born',
      'elsewhere',
      'found',
      'kept',
    ]);
  });
});

describe('equality', () => {
  it('of JSON values is that of their texts', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 3 }), fc.jsonValue({ maxDepth: 3 }), (a, b) => {
        const copy: unknown = JSON.parse(JSON.stringify(a));
        expect(sameValue(JSON.parse(JSON.stringify(a)), copy)).toBe(true);
        if (sameValue(a, b)) expect(sortedText(a)).toBe(sortedText(b));
      }),
    );
  });

  it('leaves out the age, at the top only', () => {
    expect(sameButAge({ asOf: '1', source: 'poll', a: 1 }, { asOf: '2', a: 1 })).toBe(true);
    expect(sameButAge({ a: { asOf: '1' } }, { a: { asOf: '2' } })).toBe(false);
    expect(sameButAge({ a: 1 }, { a: 1, b: 2 })).toBe(false);
    expect(sameButAge({ a: [1, 2] }, { a: [1, 3] })).toBe(false);
    expect(sameButAge({ a: [] }, { a: {} })).toBe(false);
  });
});

/** -0 and key order do not survive in JSON as differences. */
function sortedText(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
