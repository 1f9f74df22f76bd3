import { expect, it } from 'vitest';
import { safeReturn } from './safe-return.ts';

it.each([
  ['/instances?q=web', '/instances?q=web'],
  [null, '/'],
  ['//evil.example', '/'],
  ['/\\evil.example', '/'],
  ['https://evil.example', '/'],
  ['javascript:alert(1)', '/'],
  ['/login?to=/login', '/'],
])('after signing in, %s leads to %s', (to, path) => {
  expect(safeReturn(to)).toBe(path);
});
