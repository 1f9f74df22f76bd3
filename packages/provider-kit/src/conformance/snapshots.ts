import { describe, expect } from 'vitest';
import type { Suite } from './suite.ts';

export function describeSnapshots(suite: Suite): void {
  async function snapshotOf(native: string, args: Record<string, unknown>): Promise<string> {
    const { mirror, id } = { mirror: suite.session.mirror, id: suite.session.id(native) };
    await suite.act('instance', native, 'snapshot', args);
    const taken = () => mirror.all('snapshot').find(s => s.instance === id && s.name === args['name']);
    const snapshot = await mirror.waitFor(
      `snapshot ${String(args['name'])}`,
      taken,
      suite.fixture.timings.eventMs,
    );
    return suite.session.native(snapshot.id);
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
}
