import fc from 'fast-check';
import { expect, it } from 'vitest';
import { canonicalJson } from './canonical-json.ts';

it('is JSON of the same value', () => {
  fc.assert(
    fc.property(fc.jsonValue(), value => {
      expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

it('does not depend on the order of keys', () => {
  const keys = fc.uniqueArray(fc.string(), { maxLength: 8 });
  fc.assert(
    fc.property(keys, fc.infiniteStream(fc.jsonValue()), (names, values) => {
      const pairs = names.map((name): [string, unknown] => [name, values.next().value]);
      const forwards = Object.fromEntries(pairs);
      const backwards = Object.fromEntries(pairs.toReversed());
      expect(canonicalJson({ nested: [forwards] })).toBe(canonicalJson({ nested: [backwards] }));
    }),
  );
});

it('leaves out what JSON leaves out', () => {
  expect(canonicalJson({ b: undefined, a: [undefined, Number.NaN] })).toBe('{"a":[null,null]}');
});
