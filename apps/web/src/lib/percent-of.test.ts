import { expect, it } from 'vitest';
import { percentOf } from './percent-of.ts';

it('says nothing of what is not known', () => {
  expect(percentOf(null, 10)).toBeNull();
  expect(percentOf(1, null)).toBeNull();
  expect(percentOf(1, 0)).toBeNull();
});

it('goes past 100 for what is promised twice', () => {
  expect(percentOf(30, 20)).toBe(150);
  expect(percentOf(0, 20)).toBe(0);
});
