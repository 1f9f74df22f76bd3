import { describe, expect } from 'vitest';
import { ProviderError } from '../provider-error.ts';
import { CreationSession } from './creation-session.ts';
import { describeImageCopies } from './image-copies.ts';
import type { Suite } from './suite.ts';

const MiB = 1_048_576;

/** Volumes and networks: made, grown, deleted. */
export function describeMadeThings(suite: Suite): void {
  const session = new CreationSession(suite);
  const { mirror, eventMs } = {
    mirror: () => suite.session.mirror,
    eventMs: () => suite.fixture.timings.eventMs,
  };

  const makeVolume = async (name: string): Promise<string> =>
    session.make({ kind: 'volume', spec: await session.fixture.volume(name, session.id) });
  const volumeSeen = (native: string, what: string, bytes: number) =>
    mirror().waitFor(
      `volume ${native} ${what}`,
      () => mirror().get('volume', session.id(native))?.capacityBytes === bytes || null,
      eventMs(),
    );

  describe('volumes and networks made here', () => {
    suite.it('volume.create', 'is there, as large as asked', async () => {
      const name = session.name();
      const spec = await session.fixture.volume(name, session.id);
      const native = await session.make({ kind: 'volume', spec });
      await volumeSeen(native, 'made', spec.capacityBytes);
      expect(await suite.fixture.volumeExists(native)).toBe(true);
      await expect(session.make({ kind: 'volume', spec })).rejects.toBeInstanceOf(ProviderError);
      expect(await suite.fixture.volumeExists(native)).toBe(true);
      await suite.act('volume', native, 'delete');
      expect(await session.fixture.traces(name)).toEqual([]);
    });

    suite.it('volume.create', 'can be a copy of another', async () => {
      const original = await makeVolume(session.name());
      const spec = await session.fixture.volume(session.name(), session.id);
      const source = { from: 'volume' as const, volume: session.id(original) };
      const copy = await session.make({ kind: 'volume', spec: { ...spec, source } });
      await suite.act('volume', original, 'delete');
      expect(await suite.fixture.volumeExists(copy)).toBe(true);
      await suite.act('volume', copy, 'delete');
    });

    suite.it('volume.resize', 'grows, and refuses to shrink', async () => {
      const native = await makeVolume(session.name());
      const { capacityBytes = 0 } = mirror().get('volume', session.id(native)) ?? {};
      const grown = (capacityBytes ?? 0) + 64 * MiB;
      await suite.act('volume', native, 'resize', { capacityBytes: grown });
      await volumeSeen(native, 'grown', grown);
      const shrinking = suite.session.request('volume', native, 'resize', {
        capacityBytes: grown - 32 * MiB,
      });
      await expect(suite.session.provider.act(shrinking, session.trace().control)).rejects.toBeInstanceOf(
        ProviderError,
      );
      await suite.act('volume', native, 'delete');
    });

    suite.it('network.create', 'is active, and its name is taken from then on', async () => {
      const name = session.name();
      const spec = await session.fixture.network(name);
      const native = await session.make({ kind: 'network', spec });
      const active = () => mirror().get('network', session.id(native))?.status === 'active' || null;
      await mirror().waitFor(`network ${native} to be active`, active, eventMs());
      expect(await suite.fixture.isActive('network', native)).toBe(true);
      await expect(session.make({ kind: 'network', spec })).rejects.toBeInstanceOf(ProviderError);
      if (suite.claims('network.delete')) await suite.act('network', native, 'delete');
    });

    suite.it('network.delete', 'leaves nothing', async () => {
      const name = session.name();
      const native = await session.make({ kind: 'network', spec: await session.fixture.network(name) });
      await suite.act('network', native, 'delete');
      const gone = () => !mirror().resources.has(session.id(native));
      await mirror().waitFor('the network to go', gone, eventMs());
      expect(await session.fixture.traces(name)).toEqual([]);
    });
  });

  describeImageCopies(session);
}
