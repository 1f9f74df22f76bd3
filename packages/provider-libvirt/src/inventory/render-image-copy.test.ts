import { expect, it } from 'vitest';
import type { PoolFacts, VolumeFacts } from '../host/facts.ts';
import { hostRecord } from '../testing/records.ts';
import { usersByPath } from './render.ts';
import { clonesByPath, renderImageCopy } from './render-image-copy.ts';

const sha256 = 'ab'.repeat(32);
const seen = { asOf: '2026-11-22T10:00:00.000Z', source: 'poll' as const };

const volume = (name: string, backing: string | null = null): VolumeFacts => ({
  ...seen,
  ref: { pool: 'default', name, key: `/pool/${name}` },
  definition: {
    path: `/pool/${name}`,
    format: 'qcow2',
    capacityBytes: 1000,
    usedBytes: 500,
    physicalBytes: 400,
    backing,
  },
});

function host(...volumes: VolumeFacts[]) {
  const made = hostRecord('host1');
  const pool: PoolFacts = {
    ...seen,
    ref: { name: 'default', uuid: '00000000-0000-4000-8000-000000000001' },
    definition: { type: 'dir', path: '/pool', source: null },
    state: 2,
    capacityBytes: 1e9,
    usedBytes: 0,
    autostart: true,
    volumes: new Map(volumes.map(v => [v.ref.name, v])),
  };
  made.pools.set('default', pool);
  return made;
}

const copyName = `image-${sha256}.qcow2`;
const look = (at: ReturnType<typeof host>, name = copyName) => {
  const found = at.pools.get('default')?.volumes.get(name);
  if (!found) throw new Error(`There is no ${name}`);
  return renderImageCopy('lab', {
    host: at,
    volume: found,
    users: usersByPath('lab', at),
    clones: clonesByPath(at),
  });
};

it('a copy of an image is known by its name, and others are none', () => {
  const at = host(volume(copyName), volume('image-of-my-own.qcow2'), volume(`image-${sha256}.zip`));
  expect(look(at)).toEqual({
    sha256,
    host: 'lab:host1',
    receivedBytes: 400,
    arriving: false,
    clones: 0,
    lastUsedAt: null,
  });
  expect(look(at, 'image-of-my-own.qcow2')).toBeNull();
  expect(look(at, `image-${sha256}.zip`)).toBeNull();
});

it('tells how far one has come that is on its way, and what stands on one', () => {
  const at = host(volume(copyName), volume('web-root.qcow2', `/pool/${copyName}`));
  at.arriving.set(`default/${copyName}`, 123);
  expect(look(at)).toMatchObject({ receivedBytes: 123, arriving: true, clones: 1 });
});

it('was used last when a launch used it', () => {
  const at = host(volume(copyName));
  at.imageUses.set(`/pool/${copyName}`, '2026-11-22T11:00:00.000Z');
  expect(look(at)).toMatchObject({ lastUsedAt: '2026-11-22T11:00:00.000Z' });
});
