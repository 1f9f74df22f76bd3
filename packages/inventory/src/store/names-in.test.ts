import { expect, it } from 'vitest';
import { machine } from '../testing/machine.ts';
import { namesIn } from './names-in.ts';

it('tells the names of what may be seen, and of nothing else', () => {
  const held = new Map([
    ['a', machine('a', { name: 'Alpha', project: 'red' })],
    ['b', machine('b', { name: 'Beta', project: 'blue' })],
  ]);
  const store = { get: (kind: string, id: string) => (kind === 'machine' ? held.get(id) : undefined) };
  const nameOf = namesIn(store, { sees: m => m.project === 'red', nameOf: m => m.name });
  expect(nameOf('machine', 'a')).toBe('Alpha');
  expect(nameOf('machine', 'b')).toBeUndefined();
  expect(nameOf('machine', 'c')).toBeUndefined();
  expect(nameOf('volume', 'a')).toBeUndefined();
});
