import type { Provider } from '@orrery/provider-kit/provider.ts';
import type { CreateControl, Creator } from '@orrery/provider-kit/creator.ts';
import type { Resolution } from '@orrery/provider-kit/action.ts';
import { beforeEach, describe, expect, it } from 'vitest';
import { viewerOf } from '../authz/viewer.ts';
import { newCreation } from '../operations/new-record.ts';
import { volumesOfUploads } from './volumes-of-uploads.ts';

const discarded: string[] = [];
let resolution: Resolution = { state: 'succeeded' };
let creating: Creator['create'];
const performer = volumesOfUploads(async image => {
  discarded.push(image);
});

beforeEach(() => {
  discarded.splice(0);
  resolution = { state: 'succeeded' };
  creating = async () => ({ id: 'lab:volume' });
});

const provider = (): Provider => ({
  capabilities: () => {
    throw new Error('Not asked for');
  },
  start: () => undefined,
  stop: async () => undefined,
  refresh: async () => undefined,
  act: async () => ({}),
  resolve: async () => resolution,
  raw: async () => ({ format: 'xml', text: '' }),
  creator: { create: (request, control) => creating(request, control), resolve: async () => resolution },
});

const control: CreateControl = {
  signal: new AbortController().signal,
  progress: () => undefined,
  bind: async () => undefined,
  identified: async () => undefined,
  image: async () => null,
};

const viewer = viewerOf({
  ...{ kind: 'user', userId: 'u1', username: 'tess', role: 'admin', memberships: [], credential: 'c1' },
});

const record = (source: { from: 'image'; image: string; discard?: boolean } | null) =>
  newCreation({
    viewer,
    creation: {
      kind: 'volume',
      spec: { name: 'data', pool: null, capacityBytes: 2 ** 30, format: 'raw', source },
    },
    args: {},
    ...{ backend: 'lab', host: null, project: null, batch: null, nowMs: 0 },
  });
const uploaded = record({ from: 'image', image: 'i1', discard: true });

describe('IM-71: a file that was uploaded for a volume', () => {
  it('is meant where the creation says so, and nowhere else', () => {
    expect(performer.takes(uploaded)).toBe(true);
    const image = { from: 'image' as const, image: 'i1' };
    for (const source of [null, image, { ...image, discard: false }])
      expect(performer.takes(record(source))).toBe(false);
  });

  it('goes once the volume is there, and not before', async () => {
    creating = async () => {
      expect(discarded).toEqual([]);
      return { id: 'lab:volume' };
    };
    expect(await performer.perform(provider(), uploaded, control)).toEqual({ id: 'lab:volume' });
    expect(discarded).toEqual(['i1']);
  });

  it('stays when no volume came of it', async () => {
    creating = () => Promise.reject(new Error('The pool is full'));
    await expect(performer.perform(provider(), uploaded, control)).rejects.toThrow('The pool is full');
    expect(discarded).toEqual([]);
  });

  it.each([
    [{ state: 'succeeded' }, ['i1']],
    [{ state: 'not-started' }, []],
    [{ state: 'unknown', message: 'Nobody knows' }, []],
  ] satisfies [Resolution, string[]][])('after a crash with %o', async (found, gone) => {
    resolution = found;
    expect(await performer.resolve(provider(), uploaded, control)).toEqual(found);
    expect(discarded).toEqual(gone);
  });
});
