import { describe, expect, it } from 'vitest';
import type { Suite } from './suite.ts';

export function describeExistence(suite: Suite): void {
  describe('names and ends', () => {
    suite.it('instance.delete', 'is gone, with its volumes when asked', async () => {
      const kept = await suite.make();
      const volumesOf = (native: string) => suite.session.instance(native)?.volumes ?? [];
      const left = volumesOf(kept);
      await suite.act('instance', kept, 'delete', { withVolumes: false });
      expect(await suite.fixture.look(kept)).toBeNull();
      for (const id of left)
        expect(await suite.fixture.volumeExists(suite.session.native(id)), id).toBe(true);
      const whole = await suite.make();
      const gone = volumesOf(whole);
      await suite.act('instance', whole, 'delete', { withVolumes: true });
      expect(await suite.fixture.look(whole)).toBeNull();
      for (const id of gone)
        expect(await suite.fixture.volumeExists(suite.session.native(id)), id).toBe(false);
      const unseen = () => ![kept, whole].some(n => suite.session.instance(n));
      await suite.session.mirror.waitFor('both to go', unseen, suite.fixture.timings.eventMs);
    });

    it('carries names through that would break careless code', async () => {
      for (const name of suite.fixture.hostileNames) {
        const native = await suite.make({ name });
        expect(suite.session.instance(native)?.name).toBe(name);
        if (!suite.claims('instance.start')) continue;
        await suite.act('instance', native, 'start');
        await suite.session.seen(native, 'running', i => i.name === name && i.powerState === 'running');
        expect((await suite.look(native)).powerState).toBe('running');
      }
      expect(suite.session.mirror.invalid).toEqual([]);
    });
  });
}
