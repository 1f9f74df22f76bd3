import { launchSchema } from '@orrery/contract/launch/launch.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { environmentIn, portsIn } from '../../lib/container-text.ts';
import {
  emptyDraft,
  launchedDraft,
  nameFor,
  rememberDraft,
  rememberLaunched,
  rememberedDraft,
  suggestedName,
  toLaunch,
} from './draft.ts';

function memory() {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
}

describe('the draft of a launch', () => {
  it('is nothing to ask for before a source is chosen', () => {
    expect(toLaunch(emptyDraft(), false)).toBeNull();
  });

  it('with an image is a request that the contract takes', () => {
    const draft = { ...emptyDraft(), sources: { image: 'i1' }, flavor: 'f1', tags: 'a, b' };
    const launch = toLaunch(draft, false);
    expect(launchSchema.parse(launch)).toMatchObject({
      source: { from: 'image', image: 'i1' },
      count: 1,
      networks: null,
      tags: ['a', 'b'],
    });
  });

  it('says of a container what only containers have, and nothing of keys', () => {
    const draft = {
      ...emptyDraft(),
      sourceKind: 'reference' as const,
      sources: { reference: 'nginx:1' },
      keypairs: ['k1'],
      environment: 'A=b=c\nD',
      ports: '8080:80, 53/udp',
    };
    const launch = toLaunch(draft, true);
    expect(launch).not.toHaveProperty('keypairs');
    expect(launchSchema.parse(launch).container).toMatchObject({
      environment: { A: 'b=c', D: '' },
      ports: [
        { port: 80, hostPort: 8080, protocol: 'tcp' },
        { port: 53, hostPort: null, protocol: 'udp' },
      ],
    });
  });

  it('keeps what is typed for each kind of source', () => {
    const draft = { ...emptyDraft(), sources: { image: 'i1', volume: 'v1' } };
    expect(toLaunch({ ...draft, sourceKind: 'volume' }, false)?.source).toEqual({
      from: 'volume',
      volume: 'v1',
    });
    expect(toLaunch(draft, false)?.source).toEqual({ from: 'image', image: 'i1' });
  });

  it('comes back as it was typed', () => {
    const storage = memory();
    const draft = { ...emptyDraft(), name: 'web', userData: '#cloud-config\n', volumes: [{ newGiB: '5' }] };
    rememberDraft(storage, draft);
    expect(rememberedDraft(storage)).toEqual(draft);
    rememberDraft(storage, null);
    expect(rememberedDraft(storage).name).not.toBe('web');
  });

  it('begins anew when what was kept is of another version', () => {
    for (const text of ['{', '{"name":1}', '[]'])
      expect(rememberedDraft({ getItem: () => text }).count).toBe('1');
  });

  it('never breaks on what is typed', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (environment, ports) => {
        expect(Object.values(environmentIn(environment)).every(v => typeof v === 'string')).toBe(true);
        for (const { port } of portsIn(ports)) expect(Number.isInteger(port)).toBe(true);
      }),
    );
  });

  it('suggests names that every back end takes', () => {
    fc.assert(
      fc.property(fc.string(), source => {
        expect(launchSchema.shape.name.safeParse(suggestedName(source)).success).toBe(true);
      }),
    );
    expect(suggestedName('docker.io/library/nginx:1', () => 0)).toBe('nginx-aaaa');
  });
});

describe('the name of a launch', () => {
  it('follows the source while nobody has typed one', () => {
    const draft = { ...emptyDraft(), name: 'debian-7k3m' };
    expect(nameFor(draft, 'library/nginx:1.31')).toBe('nginx-7k3m');
    expect(nameFor(draft, '13')).toBe('vm-7k3m');
    expect(nameFor({ ...draft, nameTyped: true }, 'nginx')).toBe('debian-7k3m');
  });
});

describe('choices of a launch that failed', () => {
  it('are there again for its operations, and for no others', () => {
    const storage = memory();
    const draft = { ...emptyDraft(), name: 'web', nameTyped: true, userData: '#!/bin/sh\necho "it\'s"' };
    expect(launchedDraft(storage, ['o1'])).toBeUndefined();
    rememberLaunched(storage, { operation: 'o1', draft });
    expect(launchedDraft(storage, ['o1', 'o2'])).toEqual(draft);
    expect(launchedDraft(storage, ['o3'])).toBeUndefined();
    storage.setItem('orrery.launched', '{broken');
    expect(launchedDraft(storage, ['o1'])).toBeUndefined();
  });
});
