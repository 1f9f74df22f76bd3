import { expect, it } from 'vitest';
import { isOlder, sizeText } from './survey-place.ts';

it.each([
  ['QEMU 7.2.0', 'QEMU 7.2.0', false],
  ['QEMU 7.2.0', 'QEMU 7.2.1', true],
  ['QEMU 10.0.0', 'QEMU 7.2.0', false],
  ['QEMU 8', 'QEMU 8.1', true],
])('%s is older than %s: %s', (a, b, expected) => {
  expect(isOlder(a, b)).toBe(expected);
});

it('tells sizes as people read them', () => {
  expect([sizeText(96), sizeText(1024), sizeText(5324.8)]).toEqual(['96 MiB', '1.0 GiB', '5.2 GiB']);
});
