import { describe, expect } from 'vitest';
import type { Suite } from './suite.ts';

/** Text that must come back as it went in: mark-up, quotes, line ends, other scripts, a bidirectional override. */
const hostileText = `<b>&amp;"it's"</b> ]]> \u202Eevil 界 🚀 ${'${x}'} %s`;

export function describeDefinition(suite: Suite): void {
  describe('definition', () => {
    suite.it('instance.rename', 'is called so afterwards, under the same id', async () => {
      const native = await suite.make();
      const name = suite.name('renamed-');
      await suite.act('instance', native, 'rename', { name });
      await suite.session.seen(native, 'renamed', i => i.name === name);
      expect((await suite.look(native)).name).toBe(name);
    });

    suite.it('instance.resize', 'has the new size', async () => {
      const native = await suite.make();
      const before = await suite.look(native);
      // No more than two: a container can have no more processors than its host.
      const size = { vcpus: before.vcpus === 2 ? 1 : 2, memoryMiB: before.memoryMiB + 64 };
      await suite.act('instance', native, 'resize', size);
      await suite.session.seen(
        native,
        'resized',
        i => i.vcpus === size.vcpus && i.memoryMiB === size.memoryMiB,
      );
      expect(await suite.look(native)).toMatchObject(size);
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
  });
}
