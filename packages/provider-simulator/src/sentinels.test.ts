import { expect, it } from 'vitest';
import { misbehaviour } from './sentinels.ts';

it.each([
  ['fail-start', 'start', 'fail'],
  ['web-01.hang-stop', 'stop', 'hang'],
  ['slow-any', 'resize', 'slow'],
  ['slow-start-fail-stop', 'stop', 'fail'],
  ['Fail-ForceStop', 'forceStop', 'fail'],
  ['fail-start', 'stop', null],
  ['mailfail-start', 'start', null],
  ['checkout-web-01', 'start', null],
])('%s on %s: %s', (name, action, how) => {
  expect(misbehaviour(name, action)).toBe(how);
});
