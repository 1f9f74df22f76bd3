import { expect, it } from 'vitest';
import { keyIntent } from './query-keys.ts';

it.each([
  ['Enter', { open: false, chosen: -1 }, 'commit'],
  ['Enter', { open: true, chosen: -1 }, 'commit'],
  ['Enter', { open: true, chosen: 2 }, 'accept'],
  ['Tab', { open: true, chosen: 0 }, 'accept'],
  ['Tab', { open: true, chosen: -1 }, undefined],
  ['Escape', { open: true, chosen: 0 }, 'close'],
  ['Escape', { open: false, chosen: -1 }, 'leave'],
  ['ArrowDown', { open: false, chosen: -1 }, 'open'],
  ['ArrowDown', { open: true, chosen: -1 }, 'down'],
  ['ArrowUp', { open: true, chosen: 1 }, 'up'],
  ['a', { open: true, chosen: 0 }, undefined],
])('%s with %j is %s', (key, list, intent) => {
  expect(keyIntent(key, list)).toBe(intent);
});
