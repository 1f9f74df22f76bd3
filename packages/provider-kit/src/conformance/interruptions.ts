import { describe, expect, it } from 'vitest';
import { traced } from './session.ts';
import type { Suite } from './suite.ts';

export function describeInterruptions(suite: Suite): void {
  describe('interruptions', () => {
    it('an abort before the call does nothing', async () => {
      if (!suite.claimsAction('start')) return;
      const native = await suite.make();
      const trace = traced(AbortSignal.abort(new Error('no longer wanted')));
      const error = await suite.refused(suite.session.request('instance', native, 'start'), trace);
      expect(error.code).toBe('cancelled');
      expect((await suite.look(native)).powerState).toBe('stopped');
    });

    it('an abort ends a call that would wait for ever', async () => {
      if (!suite.claimsAction('stop')) return;
      const native = await suite.make({ running: true, guest: 'deaf' });
      const aborting = new AbortController();
      const request = suite.session.request('instance', native, 'stop');
      suite.fixture.clock.after(suite.fixture.timings.promptMs / 6, () => aborting.abort());
      const error = await suite.refused(request, traced(aborting.signal));
      expect(error.code).toBe('cancelled');
      expect((await suite.look(native)).powerState).toBe('running');
      await suite.session.seen(native, 'running', i => i.status === 'running');
    });

    it('a failed action says why, and is found failed or not begun afterwards', async () => {
      if (!suite.claimsAction('rename')) return;
      // On one part: engines know the names of their own containers only.
      const part = suite.fixture.parts[0] ?? null;
      const taken = await suite.look(await suite.make({ part }));
      const native = await suite.make({ part });
      const { provider } = suite.session;
      const request = suite.session.request('instance', native, 'rename', { name: taken.name });
      const trace = traced();
      const failing = provider.act(request, trace.control);
      await expect(suite.within(suite.fixture.timings.actionMs, 'rename', failing)).rejects.toMatchObject({
        code: 'backend.refused',
      });
      const { state } = await provider.resolve(request, trace.handles[0] ?? null, traced().control);
      expect(['failed', 'not-started']).toContain(state);
    });
  });
}
