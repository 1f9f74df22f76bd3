import { describe, expect, it } from 'vitest';
import { machineFields } from '../testing/machine.ts';
import { completeQuery, namesAskedAt } from './complete.ts';
import { editDistance, nearest } from './nearest.ts';
import { parseSort } from './sort.ts';

const complete = (text: string, hides: readonly string[] = []) => {
  const cursor = text.indexOf('|');
  return completeQuery(text.replace('|', ''), cursor, {
    table: machineFields,
    hides,
    valuesOf: field => (inUse[field] ?? []).map(value => ({ value })),
  });
};

const inUse: Readonly<Record<string, readonly string[]>> = {
  host: ['lab kvm', 'kvm-1', 'kvm 2', '机房 "甲"', 'a..b'],
  tag: ['prod'],
};

/** The text after the first completion is taken. */
const accepted = (text: string) => {
  const [first] = complete(text);
  const bare = text.replace('|', '');
  return first && bare.slice(0, first.replace.start) + first.insert + bare.slice(first.replace.end);
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
    ['host:k|', ['kvm-1', '"kvm 2"', '"lab kvm"']],
    ['host:"kvm |', ['"kvm 2"']],
    ['!host:kvm-1,"lab k|', ['"lab kvm"']],
    ['host:机|', ['"机房 \\"甲\\""']],
    ['host:a|', ['"a..b"', '"lab kvm"']],
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

  it.each([
    ['host:"kvm |', 'host:"kvm 2"'],
    ['host:"kvm |" cpu>1', 'host:"kvm 2" cpu>1'],
    ['host:"kvm | cpu>1', 'host:"kvm 2" cpu>1'],
    ['host:kvm-|,other name:"x y"', 'host:kvm-1,other name:"x y"'],
    ['name:"a b" host:"la|', 'name:"a b" host:"lab kvm"'],
  ])('%s becomes %s', (text, completed) => {
    expect(accepted(text)).toBe(completed);
  });

  it.each([
    ['near:we|', { kind: 'machine', typed: 'we' }],
    ['!near:a,"web te|', { kind: 'machine', typed: 'web te' }],
    ['near:|', { kind: 'machine', typed: '' }],
    ['near:we*|', undefined],
    ['near>we|', undefined],
    ['name:we|', undefined],
    ['we|', undefined],
    ['nothing:we|', undefined],
  ])('%s asks for names: %j', (text, asked) => {
    const cursor = text.indexOf('|');
    expect(namesAskedAt(text.replace('|', ''), cursor, { table: machineFields })).toEqual(asked);
  });

  it('RT-16: asks for no names for a field that the scope does not know', () => {
    const near = {
      type: 'string',
      label: 'Near',
      of: 'machine',
      restricted: 'topology',
      get: () => null,
    } as const;
    const table = { near };
    expect(namesAskedAt('near:we', 7, { table })).toEqual({ kind: 'machine', typed: 'we' });
    expect(namesAskedAt('near:we', 7, { table, hides: ['topology'] })).toBeUndefined();
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
