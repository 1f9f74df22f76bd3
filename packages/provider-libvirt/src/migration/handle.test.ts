import { expect, it } from 'vitest';
import { type MoveHandle, readHandle, writeHandle } from './handle.ts';

const handle: MoveHandle = {
  from: 'host1',
  to: 'host2',
  method: 'block',
  at: 1_795_000_000_000,
  was: 'running',
  uptime: { seconds: 12.5, at: 1_795_000_000_000 },
  copies: [
    {
      device: 'vda',
      from: { pool: 'local', name: 'a.qcow2', path: '/a/a.qcow2' },
      to: { pool: 'local', name: 'a.qcow2', path: '/a/a.qcow2' },
    },
  ],
  guarded: true,
};

it('comes out as it went in', () => {
  expect(readHandle(writeHandle(handle))).toEqual(handle);
});

it('of an earlier version is read as that of an instance without a filter', () => {
  const { guarded: _, ...earlier } = handle;
  expect(readHandle(JSON.stringify(earlier))).toEqual({ ...handle, guarded: false });
});

it.each([null, '', 'task-12', '{"from":"host1"}', '[]'])('%j is none', text => {
  expect(readHandle(text)).toBeNull();
});
