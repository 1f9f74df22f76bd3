import { describe } from 'vitest';
import type { Suite } from './suite.ts';

/** Volumes and networks come and go at an instance, while it runs and while it does not. */
export function describeAttachments(suite: Suite): void {
  const attachable = () => {
    const { attachable: found } = suite.fixture;
    if (!found) throw new Error('Attaching is claimed, but the fixture has nothing to attach');
    return found;
  };
  const listed = async (native: string): Promise<string> => {
    const id = suite.session.id(native);
    await suite.session.refresh();
    const probe = () => suite.session.mirror.resources.has(id);
    await suite.session.mirror.waitFor(`${native} to be listed`, probe, suite.fixture.timings.relistMs);
    return id;
  };

  describe('attachments', () => {
    for (const running of [false, true]) {
      const state = running ? 'running' : 'stopped';

      suite.it('instance.attachVolume', `takes a volume and gives it back: ${state}`, async () => {
        const native = await suite.make({ running, guest: 'listening' });
        const volume = await listed(await attachable().volume(native));
        await suite.act('instance', native, 'attachVolume', { volume });
        await suite.session.seen(native, 'with the volume', i => i.volumes.includes(volume));
        if (!suite.claims('instance.detachVolume')) return;
        await suite.act('instance', native, 'detachVolume', { volume });
        await suite.session.seen(native, 'without the volume', i => !i.volumes.includes(volume));
        suite.exercised.add('instance.detachVolume');
      });

      suite.it('instance.attachNetwork', `joins a network and leaves it: ${state}`, async () => {
        const native = await suite.make({ running, guest: 'listening' });
        const network = await listed(await attachable().network(native));
        await suite.act('instance', native, 'attachNetwork', { network });
        await suite.session.seen(native, 'with the network', i => i.networks.includes(network));
        if (!suite.claims('instance.detachNetwork')) return;
        await suite.act('instance', native, 'detachNetwork', { network });
        await suite.session.seen(native, 'without the network', i => !i.networks.includes(network));
        suite.exercised.add('instance.detachNetwork');
      });
    }
  });
}
