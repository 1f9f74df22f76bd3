import { expect, it } from 'vitest';
import { packActions, unpackActions } from './action-sets.ts';

const running = [
  { name: 'start', allowed: false, code: 'state', reason: 'It runs' },
  { name: 'stop', allowed: true },
];
const stopped = [
  { name: 'start', allowed: true },
  { name: 'stop', allowed: false, code: 'state', reason: 'It does not run' },
];

it('says each list of actions once a frame, and rows get theirs back', () => {
  const rows = [
    { id: 'a', actions: running },
    { id: 'b', actions: stopped },
    { id: 'c', actions: running },
  ];
  const packed = packActions(rows);
  expect(packed.actionSets).toEqual([running, stopped]);
  expect(packed.rows.map(row => row.actions)).toEqual([0, 1, 0]);
  const received = structuredClone(packed.rows);
  unpackActions(received, structuredClone(packed.actionSets));
  expect(received).toEqual(rows);
});

it('gives no actions to a row whose list was not sent', () => {
  const received = [{ id: 'a', actions: 3 }];
  unpackActions(received, undefined);
  expect(received).toEqual([{ id: 'a', actions: [] }]);
});
