import { describe, expect } from 'vitest';
import { ProviderError } from '../provider-error.ts';
import { type CreationSession, phasesOf } from './creation-session.ts';

/** Instances whose first disk is a copy of one that a snapshot has. */
export function describeSnapshotLaunches(session: CreationSession): void {
  const { suite } = session;
  const remove = (native: string) => suite.fixture.destroyInstance(native);

  const snapshotOf = async (native: string, name: string): Promise<string> => {
    const { mirror } = suite.session;
    await suite.act('instance', native, 'snapshot', { name });
    const taken = () =>
      mirror.all('snapshot').find(s => s.instance === session.id(native) && s.name === name);
    return (await mirror.waitFor(`snapshot ${name}`, taken, suite.fixture.timings.eventMs)).id;
  };
  const launch = async (snapshot: string, name: string) =>
    session.request(await session.instance(name, { root: { from: 'snapshot', snapshot }, start: false }));

  describe('launches from a snapshot', () => {
    suite.it('instance.createFromSnapshot', 'runs, and its source goes on as it was', async () => {
      const name = session.name();
      const source = await session.make(await session.instance(name));
      const snapshot = await snapshotOf(source, 'conf-then');
      const before = await session.fixture.traces(name);
      const creation = await session.instance(session.name(), { root: { from: 'snapshot', snapshot } });
      const twin = await session.make(creation);
      const { mirror } = suite.session;
      await suite.session.seen(twin, 'running', i => i.powerState === 'running');
      expect(await suite.look(source)).toMatchObject({ powerState: 'running', snapshots: ['conf-then'] });
      expect((await session.fixture.traces(name)).toSorted()).toEqual(before.toSorted());
      // Nothing is shared: the source may go, with all its disks.
      await remove(source);
      const [disk = ''] = mirror.get('instance', session.id(twin))?.volumes ?? [];
      expect(await suite.fixture.volumeExists(suite.session.native(disk))).toBe(true);
      expect((await suite.look(twin)).powerState).toBe('running');
      await remove(twin);
    });

    suite.it('instance.createFromSnapshot', 'of none is refused, and leaves nothing', async () => {
      const name = session.name();
      const request = await launch(session.id('no-such-snapshot'), name);
      const error = await session.failure(session.creator.create(request, session.trace().control));
      expect(error.code).toBe('resource.not-found');
      expect(await session.fixture.traces(name)).toEqual([]);
    });

    suite.it('instance.createFromSnapshot', 'aborted in any phase, leaves nothing', async () => {
      const source = await session.make(await session.instance(session.name(), { start: false }));
      const snapshot = await snapshotOf(source, 'conf-kept');
      const whole = session.trace();
      const made = await session.creator.create(await launch(snapshot, session.name()), whole.control);
      await remove(suite.session.native(made.id));
      for (const phase of phasesOf(whole)) {
        const name = session.name();
        const aborting = new AbortController();
        const trace = session.trace(aborting.signal);
        const report = trace.control.progress;
        trace.control.progress = told => {
          report(told);
          if (told.phase === phase) aborting.abort();
        };
        const request = await launch(snapshot, name);
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
      expect((await suite.look(source)).snapshots).toEqual(['conf-kept']);
      await remove(source);
    });
  });
}
