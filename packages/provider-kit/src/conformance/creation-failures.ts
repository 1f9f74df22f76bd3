import { describe, expect } from 'vitest';
import { ProviderError } from '../provider-error.ts';
import { CreationSession, phasesOf } from './creation-session.ts';
import type { Suite } from './suite.ts';

/** What cannot be made, or is no longer wanted, leaves nothing behind. */
export function describeCreationFailures(suite: Suite): void {
  const session = new CreationSession(suite);
  const spec = session.instance;
  const remove = (native: string) => suite.fixture.destroyInstance(native);

  describe('creations that fail', () => {
    suite.it(
      'instance.create',
      'refuses a name that is taken, and the first one stays as it was',
      async () => {
        const name = session.name();
        const native = await session.make(await spec(name));
        const before = await session.fixture.traces(name);
        const again = await session.request(await spec(name));
        expect((await session.failure(session.creator.create(again, session.trace().control))).code).toBe(
          'backend.refused',
        );
        expect(['failed', 'not-started']).toContain(await session.resolution(again, null));
        expect((await session.fixture.traces(name)).toSorted()).toEqual(before.toSorted());
        expect((await suite.look(native)).powerState).toBe('running');
        await remove(native);
      },
    );

    suite.it('instance.create', 'refuses an image that does not exist, and leaves nothing', async () => {
      const name = session.name();
      const creation = await spec(name, { root: { from: 'image', image: session.id('no-such-image') } });
      const request = await session.request(creation);
      const error = await session.failure(session.creator.create(request, session.trace().control));
      expect(error.code).toBe('resource.not-found');
      expect(await session.fixture.traces(name)).toEqual([]);
    });

    suite.it('instance.create', 'aborted in any phase, leaves nothing behind', async () => {
      const whole = session.trace();
      const first = await session.request(await spec(session.name()));
      const { id } = await session.creator.create(first, whole.control);
      await remove(suite.session.native(id));
      for (const phase of phasesOf(whole).filter(p => p !== 'address')) {
        const name = session.name();
        const aborting = new AbortController();
        const trace = session.trace(aborting.signal);
        const report = trace.control.progress;
        trace.control.progress = told => {
          report(told);
          if (told.phase === phase) aborting.abort();
        };
        const request = await session.request(await spec(name));
        // It may have been too late: then it is whole, and taken away here.
        const outcome = await session.creator.create(request, trace.control).catch((error: unknown) => error);
        if (!(outcome instanceof ProviderError)) {
          await remove(suite.session.native(trace.ids[0] ?? ''));
          continue;
        }
        expect({ phase, code: outcome.code }).toEqual({ phase, code: 'cancelled' });
        expect({ phase, left: await session.fixture.traces(name) }).toEqual({ phase, left: [] });
        expect(await session.resolution(request, trace.handles[0] ?? null)).toBe('not-started');
      }
    });
  });
}
