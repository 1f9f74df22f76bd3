import { describe, expect, it } from 'vitest';
import { ProviderSession } from './session.ts';
import type { Suite } from './suite.ts';

/** Text that must come back as it went in: mark-up, quotes, line ends, other scripts, a bidirectional override. */
const hostileText = `<b>&amp;"it's"</b> ]]> \u202Eevil 界 🚀 ${'${x}'} %s`;

export function describeDefinition(suite: Suite): void {
  describe('definition', () => {
    suite.it('instance.rename', 'is called so afterwards, under the same id', async () => {
      const native = await suite.make();
      await suite.act('instance', native, 'rename', { name: 'conf-renamed' });
      await suite.session.seen(native, 'renamed', i => i.name === 'conf-renamed');
      expect((await suite.look(native)).name).toBe('conf-renamed');
    });

    suite.it('instance.resize', 'has the new size', async () => {
      const native = await suite.make();
      const { memoryMiB } = await suite.look(native);
      await suite.act('instance', native, 'resize', { vcpus: 3, memoryMiB: memoryMiB + 64 });
      await suite.session.seen(native, 'resized', i => i.vcpus === 3 && i.memoryMiB === memoryMiB + 64);
      expect(await suite.look(native)).toMatchObject({ vcpus: 3, memoryMiB: memoryMiB + 64 });
    });

    suite.it('instance.describe', 'keeps title, description and tags to the letter', async () => {
      const native = await suite.make();
      const words = {
        title: hostileText,
        description: `${hostileText}\nsecond line`,
        tags: ['conf', 'a b', '<i>', '界'],
      };
      await suite.act('instance', native, 'describe', words);
      await suite.session.seen(
        native,
        'described',
        i => i.title === words.title && i.description === words.description,
      );
      expect(await suite.look(native)).toMatchObject(words);
      expect(suite.session.instance(native)?.tags.toSorted()).toEqual(words.tags.toSorted());
      await suite.act('instance', native, 'describe', { title: null });
      await suite.session.seen(
        native,
        'without title',
        i => i.title === null && i.description === words.description,
      );
      expect(await suite.look(native)).toMatchObject({ title: null, description: words.description });
    });

    suite.it('instance.autostart', 'is switched on and off', async () => {
      const native = await suite.make();
      const { autostart } = await suite.look(native);
      for (const enabled of [autostart !== true, autostart === true]) {
        await suite.act('instance', native, 'autostart', { enabled });
        await suite.session.seen(native, `autostart ${enabled}`, i => i.autostart === enabled);
        expect((await suite.look(native)).autostart).toBe(enabled);
      }
    });

    suite.it('instance.assign', 'writes the owner on the backend and takes it off again', async () => {
      const native = await suite.make();
      await suite.act('instance', native, 'assign', { project: 'project-1' });
      await suite.session.seen(native, 'assigned', i => i.project === 'project-1');
      expect((await suite.look(native)).project).toBe('project-1');
      await suite.act('instance', native, 'assign', { project: null });
      await suite.session.seen(native, 'unowned', i => i.project === null);
      expect((await suite.look(native)).project).toBeNull();
    });

    suite.it('instance.ownership', 'is read from the backend by a provider that knows nothing', async () => {
      const native = await suite.make();
      await suite.act('instance', native, 'assign', { project: 'project-2' });
      const fresh = await ProviderSession.open(suite.fixture, 'conf-fresh');
      expect(fresh.instance(native)?.project).toBe('project-2');
      await fresh.stop();
    });

    suite.it('instance.delete', 'is gone, with its volumes when asked', async () => {
      const kept = await suite.make();
      const volumesOf = (native: string) => suite.session.instance(native)?.volumes ?? [];
      const nativeOf = (id: string) => id.slice(suite.session.backend.length + 1);
      const left = volumesOf(kept);
      await suite.act('instance', kept, 'delete', { withVolumes: false });
      expect(await suite.fixture.look(kept)).toBeNull();
      for (const id of left) expect(await suite.fixture.volumeExists(nativeOf(id)), id).toBe(true);
      const whole = await suite.make();
      const gone = volumesOf(whole);
      await suite.act('instance', whole, 'delete', { withVolumes: true });
      expect(await suite.fixture.look(whole)).toBeNull();
      for (const id of gone) expect(await suite.fixture.volumeExists(nativeOf(id)), id).toBe(false);
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
