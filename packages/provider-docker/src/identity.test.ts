import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { locateInstance, movedNatives, nativeOfContainer } from './identity.ts';
import { containerFacts, hostRecord } from './testing/records.ts';
import type { ContainerFacts } from './engine/facts.ts';

const created = (second: number) => `2026-01-01T00:00:0${second}.000Z`;
const state = (startedAt: string | null): ContainerFacts['state'] => ({
  status: startedAt === null ? 'created' : 'running',
  exitCode: 0,
  oomKilled: false,
  error: '',
  startedAt,
});

function places(...containers: [host: string, facts: ContainerFacts][]) {
  const records = new Map(['a', 'b', 'c'].map(name => [name, hostRecord(name)]));
  for (const [host, facts] of containers) records.get(host)?.containers.set(facts.id, facts);
  return [...records.values()].map(record => ({ record }));
}

const source = (started: boolean) =>
  containerFacts('s', { createdAt: created(1), state: state(started ? created(1) : null) });
const copy = (id: string, { second = 2, started = false } = {}) =>
  containerFacts(id, {
    createdAt: created(second),
    labels: { 'dev.orrery.instance': 's' },
    state: state(started ? created(second) : null),
  });

describe('an instance that is moved', () => {
  const where = (...containers: [string, ContainerFacts][]) => {
    const found = locateInstance(places(...containers), 's');
    return found && `${found.place.record.name} ${found.facts.id}`;
  };

  it('is its source until its copy was started', () => {
    expect(where(['a', source(true)], ['b', copy('d')])).toBe('a s');
    expect(where(['a', source(true)], ['b', copy('d', { started: true })])).toBe('b d');
  });

  it('that never ran is its source until that is gone', () => {
    expect(where(['a', source(false)], ['b', copy('d')])).toBe('a s');
    expect(where(['b', copy('d')])).toBe('b d');
  });

  it('and moved again is the newest', () => {
    const first = copy('d', { started: true });
    expect(where(['b', first], ['c', copy('e', { second: 3, started: true })])).toBe('c e');
    expect(where(['b', first], ['c', copy('e', { second: 3 })])).toBe('b d');
    expect(where()).toBeUndefined();
  });

  it('keeps the id that it had first; an empty label of an image is none', () => {
    expect(nativeOfContainer(copy('d'))).toBe('s');
    expect(nativeOfContainer(containerFacts('x', { labels: { 'dev.orrery.instance': '' } }))).toBe('x');
    expect(movedNatives(places(['a', source(true)], ['b', copy('d')]).map(p => p.record))).toEqual(
      new Set(['s']),
    );
  });

  it('is one container, whatever copies there are', () => {
    const any = fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.integer({ min: 2, max: 9 }), fc.boolean());
    fc.assert(
      fc.property(fc.array(any, { maxLength: 5 }), fc.boolean(), (copies, started) => {
        const made = copies.map(([host, second, ran], index): [string, ContainerFacts] => [
          host,
          copy(`d${index}`, { second, started: ran }),
        ]);
        const found = locateInstance(places(['a', source(started)], ...made), 's');
        const ran = [source(started), ...made.map(([, facts]) => facts)].filter(
          f => f.state.startedAt !== null,
        );
        expect(found).toBeDefined();
        // Whatever has run has data that nothing else has.
        if (ran.length > 0) expect(found?.facts.state.startedAt).not.toBeNull();
      }),
    );
  });
});
