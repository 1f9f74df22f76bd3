import { describe, expect } from 'vitest';
import type { ProvidedKind } from '../provided-kinds.ts';
import type { Suite } from './suite.ts';

export function describeStorage(suite: Suite): void {
  /** A pool or network made for the purpose, once it is listed. */
  async function spare(kind: 'storage-pool' | 'network'): Promise<string> {
    const make = kind === 'network' ? suite.fixture.spare.network : suite.fixture.spare.pool;
    if (!make) throw new Error(`Actions on a ${kind} are claimed, but the fixture has none to try them on`);
    return listed(kind, await make());
  }

  async function listed(kind: ProvidedKind, native: string): Promise<string> {
    await suite.session.refresh();
    const probe = () => suite.session.mirror.resources.has(suite.session.id(native));
    await suite.session.mirror.waitFor(`${kind} ${native}`, probe, suite.fixture.timings.relistMs);
    return native;
  }

  async function reaches(kind: 'storage-pool' | 'network', native: string, active: boolean): Promise<void> {
    const probe = () =>
      (suite.session.mirror.get(kind, suite.session.id(native))?.status === 'active') === active;
    await suite.session.mirror.waitFor(`${native} active: ${active}`, probe, suite.fixture.timings.eventMs);
    expect(await suite.fixture.isActive(kind, native)).toBe(active);
  }

  describe('storage and networks', () => {
    for (const kind of ['storage-pool', 'network'] as const) {
      suite.it(`${kind}.stop`, 'is inactive afterwards', async () => {
        const native = await spare(kind);
        await suite.act(kind, native, 'stop');
        await reaches(kind, native, false);
      });
      suite.it(`${kind}.start`, 'is active afterwards', async () => {
        const native = await spare(kind);
        await suite.act(kind, native, 'stop');
        await reaches(kind, native, false);
        await suite.act(kind, native, 'start');
        await reaches(kind, native, true);
      });
    }

    suite.it('storage-pool.refresh', 'reads the pool anew', async () => {
      const native = await spare('storage-pool');
      await suite.act('storage-pool', native, 'refresh');
      await reaches('storage-pool', native, true);
    });

    suite.it('volume.delete', 'is gone from the pool', async () => {
      const make = suite.fixture.spare.volume;
      if (!make) throw new Error('volume.delete is claimed, but the fixture has no volume to try it on');
      const native = await listed('volume', await make());
      await suite.act('volume', native, 'delete');
      const gone = () => !suite.session.mirror.resources.has(suite.session.id(native));
      await suite.session.mirror.waitFor('the volume to go', gone, suite.fixture.timings.eventMs);
      expect(await suite.fixture.volumeExists(native)).toBe(false);
    });
  });
}
