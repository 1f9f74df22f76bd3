import { describe, expect, it } from 'vitest';
import { stateOf } from './image-copies.ts';

const volume = (copyOf: { receivedBytes: number | null; arriving: boolean }) => ({
  kind: 'volume' as const,
  id: 'lab:v',
  backend: 'lab',
  name: 'image',
  project: null,
  asOf: '2026-11-22T10:00:00.000Z',
  source: 'event' as const,
  stale: false,
  actions: [],
  status: 'available' as const,
  pool: null,
  poolName: null,
  format: 'qcow2',
  capacityBytes: 100,
  usedBytes: 100,
  path: null,
  backingVolume: null,
  attachedTo: [],
  copyOf: { sha256: 'a', host: 'lab:host1', clones: 0, lastUsedAt: null, ...copyOf },
});

describe('what a host has of an image', () => {
  it.each([
    ['nothing', null, 'none'],
    ['all of it', volume({ receivedBytes: 100, arriving: false }), 'whole'],
    ['a part that is growing', volume({ receivedBytes: 40, arriving: true }), 'arriving'],
    ['a part that nobody goes on with', volume({ receivedBytes: 40, arriving: false }), 'part'],
    ['a part of unknown length', volume({ receivedBytes: null, arriving: false }), 'part'],
  ] as const)('%s', (_, held, state) => {
    expect(stateOf(held, 100)).toBe(state);
  });
});
