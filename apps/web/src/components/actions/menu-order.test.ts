import { expect, it } from 'vitest';
import { menuOrder } from './menu-order.ts';

const items = (text: string) =>
  text.split(' ').map(word => ({ name: word.replace('-', ''), allowed: !word.startsWith('-') }));

it('what can be done comes first in its group, and the groups keep their order', () => {
  expect(menuOrder(items('-stop reset rename -resize describe delete'))).toEqual([
    ['reset', 'stop'],
    ['rename', 'describe', 'resize'],
    ['delete'],
  ]);
});

it('a group of which nothing can be done comes after those of which something can', () => {
  expect(menuOrder(items('-stop -reset rename -migrate delete'))).toEqual([
    ['rename'],
    ['delete'],
    ['stop', 'reset'],
    ['migrate'],
  ]);
});

it('one group is one group, and nothing is nothing', () => {
  expect(menuOrder(items('-start stop'))).toEqual([['stop', 'start']]);
  expect(menuOrder([])).toEqual([]);
});
