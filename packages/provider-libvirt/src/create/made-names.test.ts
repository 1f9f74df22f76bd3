import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  bearsStamp,
  isSeedOf,
  macOf,
  seedName,
  shownName,
  stampedName,
  uuidOfOperation,
} from './made-names.ts';

const one = uuidOfOperation('lab', 'op-1');
const two = uuidOfOperation('lab', 'op-2');

it('makes UUIDs that follow from the operation, and differ by back end', () => {
  expect(one).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(uuidOfOperation('lab', 'op-1')).toBe(one);
  expect(new Set([one, two, uuidOfOperation('b', 'op-1')]).size).toBe(3);
});

it('shows the name that was asked for, and knows its own', () => {
  const volume = stampedName('data-1', one, 'qcow2');
  expect(shownName(volume)).toBe('data-1');
  expect(bearsStamp(volume, one)).toBe(true);
  expect(bearsStamp(volume, two)).toBe(false);
  expect(isSeedOf(volume, one)).toBe(false);
  expect(isSeedOf(seedName('web-1', one), one)).toBe(true);
  expect(isSeedOf(seedName('web-1', one), two)).toBe(false);
});

it.each([
  'disk.qcow2',
  'image-0123456789ab.qcow2',
  'x.0123456789ab.img',
  '.0123456789ab.qcow2',
  'a.0123456789AB.raw',
])('leaves the names of others alone: %s', other => {
  expect(shownName(other)).toBe(other);
  expect(bearsStamp(other, one)).toBe(false);
});

it('makes a file name of any name', () => {
  const names = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 300 });
  fc.assert(
    fc.property(names, name => {
      const file = stampedName(name, one, 'raw');
      expect(file).not.toMatch(/^\.|\//);
      expect(Buffer.byteLength(file)).toBeLessThanOrEqual(255);
      expect(Buffer.byteLength(seedName(name, one))).toBeLessThanOrEqual(255);
    }),
  );
});

it('gives each interface an address of its own', () => {
  const macs = [0, 1, 2].map(index => macOf(one, index));
  expect(new Set([...macs, macOf(two, 0)]).size).toBe(4);
  for (const mac of macs) expect(mac).toMatch(/^52:54:00(:[0-9a-f]{2}){3}$/);
});
