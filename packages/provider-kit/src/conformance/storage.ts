import { describe, expect } from 'vitest';
import type { ProvidedKind } from '../provider.ts';
import type { Suite } from './suite.ts';

export function describeStorage(suite: Suite): void {
  const nativeOf = (id: string) => id.slice(suite.session.backend.length + 1);

  async function snapshotOf(native: string, args: Record<string, unknown>): Promise<string> {
    const { mirror, id } = { mirror: suite.session.mirror, id: suite.session.id(native) };
    await suite.act('instance', native, 'snapshot', args);
    const taken = () => mirror.all('snapshot').find(s => s.instance === id && s.name === args['name']);
    const snapshot = await mirror.waitFor(
      `snapshot ${String(args['name'])}`,
      taken,
      suite.fixture.timings.eventMs,
    );
    return nativeOf(snapshot.id);
  }

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

  describe('snapshots', () => {
    suite.it('instance.snapshot', 'is kept with its parent and description', async () => {
      const native = await suite.make();
      const first = await snapshotOf(native, { name: 'conf-one', description: '<first> & "only"' });
      const second = await snapshotOf(native, { name: 'conf-two' });
      const { mirror } = suite.session;
      expect(mirror.get('snapshot', suite.session.id(first))).toMatchObject({
        description: '<first> & "only"',
        parent: null,
      });
      expect(mirror.get('snapshot', suite.session.id(second))).toMatchObject({
        parent: suite.session.id(first),
        current: true,
      });
      expect((await suite.look(native)).snapshots.toSorted()).toEqual(['conf-one', 'conf-two']);
    });

    suite.it('snapshot.revert', 'brings the state back', async () => {
      const native = await suite.make();
      const snapshot = await snapshotOf(native, { name: 'conf-back' });
      await suite.fixture.outside.start(native);
      await suite.session.seen(native, 'running', i => i.powerState === 'running');
      await suite.act('snapshot', snapshot, 'revert');
      await suite.session.seen(native, 'stopped again', i => i.powerState === 'stopped');
      expect((await suite.look(native)).powerState).toBe('stopped');
    });

    suite.it('snapshot.delete', 'is gone', async () => {
      const native = await suite.make();
      const snapshot = await snapshotOf(native, { name: 'conf-gone' });
      await suite.act('snapshot', snapshot, 'delete');
      const gone = () => !suite.session.mirror.resources.has(suite.session.id(snapshot));
      await suite.session.mirror.waitFor('the snapshot to go', gone, suite.fixture.timings.eventMs);
      expect((await suite.look(native)).snapshots).toEqual([]);
    });
  });

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
