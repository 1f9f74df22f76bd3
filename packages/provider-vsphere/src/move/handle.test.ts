import { expect, it } from 'vitest';
import { type MoveHandle, readHandle, writeHandle } from './handle.ts';

const handle: MoveHandle = {
  task: 'task-1',
  method: 'live',
  from: 'host-1',
  to: 'host-2',
  ran: true,
  bootedAt: null,
  at: 1,
};

it('comes back as it was written', () => {
  expect(readHandle(writeHandle(handle))).toEqual(handle);
});

it.each([null, '', 'task-7', '{"task":1}'])('%j is none', text => {
  expect(readHandle(text)).toBeNull();
});
