import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isoAfter, type Machine, machine, machineFields, testStart } from '../testing/machine.ts';
import { compileQuery } from './compile.ts';
import { formatQuery } from './format.ts';
import { parseQuery } from './parse.ts';

const now = () => testStart;
const compile = (text: string, hides: readonly string[] = []) =>
  compileQuery(parseQuery(text), { table: machineFields, hides, now });
const matches = (text: string, change: Partial<Machine> = {}) =>
  compile(text).matches(machine('web-1', change));

describe('what matches', () => {
  it.each<[string, Partial<Machine>]>([
    ['', {}],
    ['status:running', {}],
    ['status:RUNNING', {}],
    ['status:stopped,running', {}],
    ['status:run*', {}],
    ['!status:stopped', {}],
    ['name:web-1', {}],
    ['name:*-1', {}],
    ['name:w*1', {}],
    ['name:*', {}],
    ['name:"a*b"', { name: 'a*b' }],
    ['cpu>9', {}],
    ['cpu>=10', {}],
    ['cpu<10.5', {}],
    ['cpu<=10%', {}],
    ['cpu:10', {}],
    ['cpu=10', {}],
    ['cpu:5..10', {}],
    ['cpu:..10', {}],
    ['cpu:99,10..', {}],
    ['!cpu>5', { cpu: null }],
    ['memory>=1GiB', {}],
    ['mem:1024MiB', {}],
    ['memory>1GB', {}],
    ['memory:0.5G..2G', {}],
    ['memory>0', {}],
    ['tag:prod', { tags: ['x', 'prod'] }],
    ['tag:env=prod', { tags: ['env=prod'] }],
    ['tag:env', { tags: ['env=prod'] }],
    ['tag:env=*', { tags: ['env=prod'] }],
    ['!tag:prod', { tags: ['production'] }],
    ['age<2h', {}],
    ['age:30m..1h30m', {}],
    ['age>59m', {}],
    ['created<2026-01-01', {}],
    ['created:2025-12-31', {}],
    ['created>=2025-12-31T23:00', {}],
    ['created:2025-12-01..2025-12-31', {}],
    ['created>2025-12-30', {}],
    ['is:broken', { broken: true }],
    ['!is:broken', {}],
    ['has:cpu', {}],
    ['!has:cpu', { cpu: null }],
    ['!has:tag', {}],
    ['has:tag,cpu', {}],
    ['web', {}],
    ['WEB 1', {}],
    ['w*1', {}],
    ['übung', { name: 'Ubung-7' }],
    ['ubung', { name: 'Übung-7' }],
    ['prod', { tags: ['production'] }],
    ['kvm', {}],
    ['-db', {}],
  ])('%s matches %o', (text, change) => {
    expect(compile(text).problems).toEqual([]);
    expect(matches(text, change)).toBe(true);
  });

  it.each<[string, Partial<Machine>]>([
    ['status:stopped', {}],
    ['!status:running', {}],
    ['name:web', {}],
    ['name:web-1*1', {}],
    ['cpu>10', {}],
    ['cpu>5', { cpu: null }],
    ['cpu<5', { cpu: null }],
    ['memory>1GiB', {}],
    ['tag:prod', { tags: ['production'] }],
    ['age>2h', { createdAt: null }],
    ['created>2025-12-31', {}],
    ['created<2025-12-31', {}],
    ['is:broken', {}],
    ['web db', {}],
    ['1*w', {}],
  ])('%s does not match %o', (text, change) => {
    expect(compile(text).problems).toEqual([]);
    expect(matches(text, change)).toBe(false);
  });

  it('knows which results change with time alone', () => {
    expect(compile('age<2h').usesClock).toBe(true);
    expect(compile('created>2026-01-01 cpu>1').usesClock).toBe(false);
  });
});

describe('what is not understood', () => {
  it.each<[string, string, string, [number, number]]>([
    ['stats:running', 'unknown-field', "did you mean 'status'?", [0, 5]],
    ['web statuss:running', 'unknown-field', "did you mean 'status'?", [4, 11]],
    ['lab:4f5e', 'unknown-field', 'put it in quotes', [0, 3]],
    ['status:runing', 'unknown-value', "did you mean 'running'?", [7, 13]],
    ['status:xyz', 'unknown-value', 'running, stopped, paused', [7, 10]],
    ['status>running', 'not-comparable', 'cannot be compared', [7, 14]],
    ['name:a..b', 'not-comparable', 'no ranges', [5, 9]],
    ['cpu:high', 'bad-value', 'not a number', [4, 8]],
    ['cpu:1*', 'bad-value', 'no wildcards', [4, 6]],
    ['cpu:80..20', 'bad-value', 'lower end first', [4, 10]],
    ['memory>4', 'missing-unit', 'no unit', [7, 8]],
    ['memory>4XB', 'bad-value', 'not a unit of size', [7, 10]],
    ['memory>x', 'bad-value', 'not a size', [7, 8]],
    ['age<2', 'missing-unit', 'no unit', [4, 5]],
    ['age<2y', 'bad-value', 'not a unit of time', [4, 6]],
    ['age<soon', 'bad-value', 'not a duration', [4, 8]],
    ['created>soon', 'bad-value', 'not a date', [8, 12]],
    ['created>2026-13-45', 'bad-value', 'not a date', [8, 18]],
    ['is:brokn', 'unknown-flag', "did you mean 'broken'?", [3, 8]],
    ['is:a..b', 'unknown-flag', 'Unknown flag', [3, 7]],
    ['has:cpuu', 'unknown-field', "did you mean 'cpu'?", [4, 8]],
    ['broken:true', 'unknown-field', 'Unknown field', [0, 6]],
  ])('%s: %s, %s', (text, code, message, [from, to]) => {
    const { problems } = compile(text);
    expect(problems).toMatchObject([{ code, from, to }]);
    expect(problems[0]?.message).toContain(message);
  });

  it.each([
    ['memory>4', 'memory>4GiB'],
    ['age<2', 'age<2h'],
    ['stats:running', 'status'],
    ['status:runing', 'status:running'],
    ['is:brokn', 'is:broken'],
    ['name:a..b', 'name:"a..b"'],
  ])('%s suggests %s', (text, suggestion) => {
    expect(compile(text).problems).toMatchObject([{ suggestion }]);
  });

  it.each(['stats:running', '!stats:running', 'web !status:xyz', '!cpu:high', 'name:"x'])(
    '%s matches nothing, negated or not: it must not widen a result',
    text => expect(matches(text)).toBe(false),
  );
});

describe('restricted fields', () => {
  const tenant = ['topology'];

  it.each(['host:kvm-1', 'host:kvm-2', '!host:kvm-1', 'has:host', 'host>1', 'host:a..b'])(
    'RT-16: %s says the same whether or not the field exists',
    text => {
      const { host: _, ...without } = machineFields;
      const hidden = compile(text, tenant);
      const absent = compileQuery<Machine>(parseQuery(text), { table: without, now });
      expect(hidden.problems).toEqual(absent.problems);
      expect(hidden.matches(machine('web-1'))).toBe(false);
    },
  );

  it('RT-16: free text does not reach a hidden field', () => {
    expect(compile('kvm').matches(machine('web-1'))).toBe(true);
    expect(compile('kvm', tenant).matches(machine('web-1'))).toBe(false);
  });

  it('RT-16: no answer to any query depends on a hidden field', () => {
    const words = fc.constantFrom(
      'host:kvm-1',
      'host:kvm-2',
      'has:host',
      'kvm',
      '!kvm',
      'web',
      'cpu>5',
      'is:broken',
      '*',
    );
    fc.assert(
      fc.property(fc.array(words, { maxLength: 4 }), fc.string(), (parts, host) => {
        const compiled = compile(parts.join(' '), tenant);
        expect(compiled.matches(machine('web-1', { host }))).toBe(
          compiled.matches(machine('web-1', { host: 'kvm-1' })),
        );
      }),
    );
  });
});

describe('any query', () => {
  const word = fc.constantFrom(
    'web',
    'status:running',
    'cpu>5',
    'cpu:0..10',
    'tag:prod',
    'is:broken',
    'name:w*',
    'age<2h',
  );
  const anyMachine = fc.record({
    name: fc.constantFrom('web', 'db', 'w'),
    cpu: fc.constantFrom(null, 0, 7, 90),
    tags: fc.constantFrom([], ['prod']),
    broken: fc.boolean(),
    createdAt: fc.constantFrom(null, isoAfter(-1_000), isoAfter(-9_999_999)),
  });

  it('a negated term matches exactly what the term does not', () => {
    fc.assert(
      fc.property(word, anyMachine, (text, change) => {
        expect(matches(`!${text}`, change)).toBe(!matches(text, change));
      }),
    );
  });

  it('terms narrow: two match what both match', () => {
    fc.assert(
      fc.property(word, word, anyMachine, (a, b, change) => {
        expect(matches(`${a} ${b}`, change)).toBe(matches(a, change) && matches(b, change));
      }),
    );
  });

  it('the canonical text means the same', () => {
    fc.assert(
      fc.property(fc.array(word, { maxLength: 4 }), anyMachine, (words, change) => {
        const text = words.join('  ');
        expect(matches(formatQuery(parseQuery(text).query), change)).toBe(matches(text, change));
      }),
    );
  });
});

describe('a field that holds ids', () => {
  const table = {
    ...machineFields,
    project: { type: 'string', label: 'Project', of: 'project', get: (m: Machine) => m.project },
    host: { type: 'string', label: 'Host', of: 'host', get: () => 'h-old', ref: () => 'h1' },
    disk: { type: 'list', label: 'Disk', of: 'volume', get: () => ['v1', 'v2'] },
  } as const;
  const names = new Map([
    ['project p1', 'Web team'],
    ['volume v2', 'data'],
    ['host h1', 'h-new'],
    ['host h-old', 'other'],
  ]);
  const asked = (text: string, nameOf?: (kind: string, id: string) => string | undefined) =>
    compileQuery(parseQuery(text), { table, now, nameOf }).matches(machine('web-1', { project: 'p1' }));
  const known = (kind: string, id: string) => names.get(`${kind} ${id}`);

  it.each([
    'project:p1',
    'project:"web team"',
    'project:web*',
    'disk:v1',
    'disk:data',
    '!project:other',
    'host:h1',
    'host:h-old',
    'host:h-new',
    '!host:other',
  ])('is asked by id and by name: %s', text => {
    expect(asked(text, known)).toBe(true);
  });

  it.each(['project:data', 'disk:"web team"', '!project:"web team"'])(
    'no other kind lends its names: %s',
    text => {
      expect(asked(text, known)).toBe(false);
    },
  );

  it('by id alone where no names are known', () => {
    expect(asked('project:"web team"')).toBe(false);
    expect(asked('project:p1')).toBe(true);
  });
});
