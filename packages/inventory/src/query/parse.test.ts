import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Alternative, Pattern, Query, Term } from './ast.ts';
import { formatQuery, queryKey } from './format.ts';
import { maxQueryLength, maxTerms, parseQuery } from './parse.ts';

const terms = (text: string) => parseQuery(text).query.terms;

describe('parseQuery', () => {
  it('reads the query of the design', () => {
    expect(parseQuery('status:running host:kvm-1 cpu>80 !tag:prod web')).toMatchObject({
      query: {
        terms: [
          { type: 'match', not: false, field: 'status', any: [{ type: 'pattern', pattern: ['running'] }] },
          { type: 'match', not: false, field: 'host', any: [{ type: 'pattern', pattern: ['kvm-1'] }] },
          { type: 'compare', not: false, field: 'cpu', op: '>', value: '80' },
          { type: 'match', not: true, field: 'tag', any: [{ type: 'pattern', pattern: ['prod'] }] },
          { type: 'text', not: false, pattern: ['web'] },
        ],
      },
      problems: [],
    });
  });

  it.each([
    ['', ''],
    ['   ', ''],
    ['-web', '!web'],
    ['STATUS:Running', 'status:Running'],
    ['cpu=80', 'cpu:80'],
    ['cpu:>80', 'cpu>80'],
    ['cpu:>=80', 'cpu>=80'],
    ['cpu:20..80', 'cpu:20..80'],
    ['cpu:..80,90..', 'cpu:..80,90..'],
    ['memory>4GiB age<2h', 'memory>4GiB age<2h'],
    ['status:running,stopped', 'status:running,stopped'],
    ['status:running,', 'status:running'],
    ['name:"web server"', 'name:"web server"'],
    ['name:"web"', 'name:web'],
    ['name:web-*-"a b"*', 'name:web-*"-a b"*'],
    ['name:a**b', 'name:a*b'],
    ['name:""', 'name:""'],
    ['"status:running"', '"status:running"'],
    ['"say \\"hi\\" \\\\ there"', '"say \\"hi\\" \\\\ there"'],
    ['tag:env=prod', 'tag:"env=prod"'],
    ['name:"a..b"', 'name:"a..b"'],
    ['!"-x"', '!"-x"'],
    ['- !', '"-" "!"'],
    ['""', ''],
    ['52:54:00:12:34:56', '"52:54:00:12:34:56"'],
    ['ab:cd:ef:00:11:22', '"ab:cd:ef:00:11:22"'],
    ['fe80::1', '"fe80::1"'],
    ['übung 北京', 'übung 北京'],
  ])('%s is written %s', (text, canonical) => {
    const parsed = parseQuery(text);
    expect(parsed.problems).toEqual([]);
    expect(formatQuery(parsed.query)).toBe(canonical);
  });

  it.each([
    ['cpu>', 'missing-value', 0, 4],
    ['web status:', 'missing-value', 4, 11],
    ['status:,', 'missing-value', 0, 8],
    ['name:"web', 'unterminated-quote', 5, 9],
    ['a'.repeat(maxQueryLength + 5), 'too-long', maxQueryLength, maxQueryLength + 5],
  ])('%s has the problem %s at its place', (text, code, from, to) => {
    expect(parseQuery(text).problems).toMatchObject([{ code, from, to }]);
  });

  it('takes no more terms than the limit', () => {
    const parsed = parseQuery('a '.repeat(maxTerms + 1));
    expect(parsed.query.terms).toHaveLength(maxTerms);
    expect(parsed.problems).toMatchObject([{ code: 'too-many-terms' }]);
  });

  it('suggests the closing quote', () => {
    expect(parseQuery('"web').problems).toMatchObject([{ suggestion: '"web"' }]);
  });

  it('says where each part stands', () => {
    expect(parseQuery('web !cpu>80')).toMatchObject({
      spans: [
        { start: 0, end: 3, value: { start: 0, end: 3 } },
        { start: 4, end: 11, field: { start: 5, end: 8 }, value: { start: 9, end: 11 } },
      ],
      tokens: [
        { kind: 'text', start: 0, end: 3 },
        { kind: 'not', start: 4, end: 5 },
        { kind: 'field', start: 5, end: 8 },
        { kind: 'operator', start: 8, end: 9 },
        { kind: 'value', start: 9, end: 11 },
      ],
    });
  });

  it('keeps the star in a comparison, so that it is refused with its text', () => {
    expect(terms('cpu>8*')).toEqual([{ type: 'compare', not: false, field: 'cpu', op: '>', value: '8*' }]);
  });

  it('one key for all texts that ask the same', () => {
    const key = (text: string) => queryKey(parseQuery(text).query);
    expect(key('web  cpu:>80 web')).toBe(key('cpu>80 web'));
    expect(key('!web')).not.toBe(key('web'));
  });
});

const awkward = fc.string({
  unit: fc.constantFrom(...Array.from('aB9 *",.:<>=!-\\..ü北\t\u0301')),
  maxLength: 8,
});
const literal = fc.oneof(awkward, fc.string({ maxLength: 5 }), fc.constantFrom('web', '-x', 'cpu>1', 'a..b'));
/** Only patterns as the parser makes them: no two stars side by side. */
const pattern: fc.Arbitrary<Pattern> = fc
  .array(literal, { minLength: 1, maxLength: 4 })
  .map(parts => parts.filter((part, index) => part !== '' || index === 0 || index === parts.length - 1));
const field = fc.stringMatching(/^[a-z][a-z0-9_.-]{0,6}$/).filter(name => !/^[0-9a-f]{2}$/.test(name));
const bound = fc.constantFrom('20', '0.5', '4GiB', '2h', '2026-11-22', null);
const alternative: fc.Arbitrary<Alternative> = fc.oneof(
  fc.record({ type: fc.constant('pattern' as const), pattern }),
  fc
    .record({ type: fc.constant('range' as const), from: bound, to: bound })
    .filter(range => range.from !== null || range.to !== null),
);
const term: fc.Arbitrary<Term> = fc.oneof(
  fc
    .record({ type: fc.constant('text' as const), not: fc.boolean(), pattern })
    .filter(text => text.pattern.length > 1 || text.pattern[0] !== ''),
  fc.record({
    type: fc.constant('match' as const),
    not: fc.boolean(),
    field,
    any: fc.array(alternative, { minLength: 1, maxLength: 3 }),
  }),
  fc.record({
    type: fc.constant('compare' as const),
    not: fc.boolean(),
    field,
    op: fc.constantFrom('>' as const, '>=' as const, '<' as const, '<=' as const),
    value: literal.filter(value => value !== ''),
  }),
);
const query: fc.Arbitrary<Query> = fc.record({ terms: fc.array(term, { maxLength: 5 }) });

describe('any text', () => {
  it('parsing what was formatted gives the same query back', () => {
    fc.assert(
      fc.property(query, value => {
        const parsed = parseQuery(formatQuery(value));
        expect(parsed.problems).toEqual([]);
        expect(parsed.query).toEqual(value);
      }),
      { numRuns: 2_000 },
    );
  });

  it('never throws, and its canonical form is stable', () => {
    fc.assert(
      fc.property(fc.oneof(awkward, fc.string({ unit: 'binary', maxLength: 60 })), text => {
        const { query: read } = parseQuery(text);
        expect(parseQuery(formatQuery(read)).query).toEqual(read);
      }),
      { numRuns: 2_000 },
    );
  });

  it('a comparison sign after an equals sign is text, written or not', () => {
    const { query: read } = parseQuery('a=>..');
    expect(formatQuery(read)).toBe('a:">.."');
    expect(parseQuery(formatQuery(read)).query).toEqual(read);
  });

  it('tokens and terms lie in order within the text, without overlaps', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...Array.from('ab *",:<>=!- ')), maxLength: 30 }),
        text => {
          const { tokens, spans, query: read } = parseQuery(text);
          expect(spans).toHaveLength(read.terms.length);
          for (const list of [tokens, spans]) {
            let end = 0;
            for (const span of list) {
              expect(span.start).toBeGreaterThanOrEqual(end);
              expect(span.end).toBeGreaterThan(span.start);
              end = span.end;
            }
            expect(end).toBeLessThanOrEqual(text.length);
          }
          const covered = tokens.map(token => text.slice(token.start, token.end)).join('');
          expect(covered.replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
        },
      ),
      { numRuns: 1_000 },
    );
  });
});
