import { describe, expect } from 'vitest';
import { ProviderSession } from './session.ts';
import type { Suite } from './suite.ts';

export function describeOwnership(suite: Suite): void {
  describe('ownership', () => {
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
      // What cannot be given to another owner later has had its owner from the beginning.
      const native = await suite.make({ project: suite.claims('instance.assign') ? null : 'project-2' });
      if (suite.claims('instance.assign'))
        await suite.act('instance', native, 'assign', { project: 'project-2' });
      const fresh = await ProviderSession.open(suite.fixture, 'conf-fresh');
      expect(fresh.instance(native)?.project).toBe('project-2');
      await fresh.stop();
    });
  });
}
