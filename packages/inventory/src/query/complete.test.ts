import { describe, expect, it } from 'vitest';
import { machineFields } from '../testing/machine.ts';
import { completeQuery } from './complete.ts';
import { editDistance, nearest } from './nearest.ts';
import { parseSort } from './sort.ts';

const complete = (text: string, hides: readonly string[] = []) => {
  const cursor = text.indexOf('|');
  return completeQuery(text.replace('|', ''), cursor, {
    table: machineFields,
    hides,
    valuesOf: field => (field === 'host' ? ['kvm-1', 'kvm 2'] : field === 'tag' ? ['prod'] : []),
  });
};

describe('completeQuery', () => {
  it.each([
    ['st|', ['status:']],
    ['web st|', ['status:']],
    ['!st|', ['status:']],
    ['mem|', ['memory>']],
    ['br|', ['is:broken']],
    ['status:|', ['running', 'stopped', 'paused']],
    ['status:running,st|', ['stopped']],
    ['host:k|', ['kvm-1', '"kvm 2"']],
    ['is:b|', ['broken']],
    ['has:c|', ['cpu', 'created']],
    ['cpu>|', []],
    ['nothing:|', []],
    ['zzz|', []],
  ])('%s offers %j', (text, inserts) => {
    expect(complete(text).map(found => found.insert)).toEqual(inserts);
  });

  it('replaces the word or the value under the cursor, whole', () => {
    expect(complete('web sta|tus cpu>1')).toMatchObject([{ replace: { start: 4, end: 10 } }]);
    expect(complete('status:running,st|op x')).toMatchObject([{ replace: { start: 15, end: 19 } }]);
    expect(complete('!st|')).toMatchObject([{ replace: { start: 1, end: 3 } }]);
  });

  it('RT-16: offers nothing of what the scope does not know', () => {
    expect(complete('ho|', ['topology'])).toEqual([]);
    expect(complete('host:|', ['topology'])).toEqual([]);
    expect(complete('has:h|', ['topology'])).toEqual([]);
  });
});

describe('parseSort', () => {
  it.each([
    ['-cpu,name', '-cpu,name'],
    [' name , -CPU ', 'name,-cpu'],
    ['name,-name', 'name'],
    ['mem', 'memory'],
    ['', ''],
  ])('%s is %s', (text, canonical) => {
    expect(parseSort(text, machineFields)).toMatchObject({ text: canonical, problems: [] });
  });

  it.each([
    ['cpuu', 'unknown-field', 0, 4],
    ['name,xx', 'unknown-field', 5, 7],
    ['tag', 'not-sortable', 0, 3],
  ])('%s: %s', (text, code, from, to) => {
    expect(parseSort(text, machineFields).problems).toMatchObject([{ code, from, to }]);
  });

  it('RT-16: a hidden field is unknown', () => {
    expect(parseSort('host', machineFields, ['topology']).problems).toMatchObject([
      { code: 'unknown-field' },
    ]);
  });
});

describe('did you mean', () => {
  it.each([
    ['stats', 'status'],
    ['sttaus', 'status'],
    ['stat', 'status'],
    ['naem', 'name'],
    ['xyz', undefined],
    ['c', undefined],
  ])('%s: %s', (word, meant) => {
    expect(nearest(word, ['status', 'name', 'cpu'])).toBe(meant);
  });

  it('counts a swap of neighbours once', () => {
    expect([editDistance('ab', 'ba'), editDistance('kitten', 'sitting'), editDistance('', 'abc')]).toEqual([
      1, 3, 3,
    ]);
  });
});
