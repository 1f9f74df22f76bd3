import { expect, it } from 'vitest';
import { readName, stampedName, stampOf } from './volume-name.ts';

it('names of first-class disks carry the operation that made them, and are read without it', () => {
  expect(readName(stampedName('data-1', 'operation-1'))).toEqual({
    name: 'data-1',
    stamp: stampOf('operation-1'),
  });
  expect(stampOf('operation-1')).not.toBe(stampOf('operation-2'));
});

it.each(['data-1', 'data (orrery)', 'x (orrery 12)', '(orrery 0123456789ab)'])(
  'what others have called %j stays as it is',
  name => {
    expect(readName(name)).toEqual({ name, stamp: null });
  },
);
