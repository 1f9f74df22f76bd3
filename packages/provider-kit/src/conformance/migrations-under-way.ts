import type { MigrateArgs } from '@orrery/contract/actions/migrate-args.ts';
import type { Capability } from '@orrery/contract/capabilities.ts';
import { afterEach, describe, expect, it } from 'vitest';
import type { SteerRequest } from '../migrator.ts';
import { MigrationSession, MoveTrace } from './migration-session.ts';
import { ProviderSession } from './session.ts';
import type { Suite } from './suite.ts';

type Steer = (which: Pick<SteerRequest, 'instance' | 'handle'>) => SteerRequest;

const steerings: readonly [Capability, Steer, Partial<MigrateArgs>][] = [
  ['migration.setBandwidth', which => ({ ...which, action: 'setBandwidth', bytesPerSecond: null }), {}],
  ['migration.setDowntime', which => ({ ...which, action: 'setDowntime', milliseconds: 2_000 }), {}],
  ['migration.startPostCopy', which => ({ ...which, action: 'startPostCopy' }), { postCopy: true }],
];

/** What is done to a move while it runs. */
export function describeMovesUnderWay(suite: Suite): void {
  const session = new MigrationSession(suite);
  describe('moves under way', () => {
    afterEach(() => session.clear());

    suite.it('migration.cancel', 'is called off: it goes on where it was', async () => {
      const { native, from, trace, moving } = await session.begin();
      trace.aborting.abort();
      expect((await session.failure(moving)).code).toBe('cancelled');
      await session.expectAt(native, from);
      if (session.anyMethod === 'live') expect(await session.fixture.hasRunThrough(native)).not.toBe(false);
    });

    for (const [capability, steer, more] of steerings) {
      suite.it(capability, 'takes effect while it runs, and it comes to its end', async () => {
        const { native, to, request, trace, moving } = await session.begin(more);
        const handle = trace.handles[0] ?? null;
        await session.migrator.steer(steer({ instance: request.id, handle }), new AbortController().signal);
        const result = await session.within('the rest of the move', moving);
        expect(result.check.survived, result.check.detail).not.toBe(false);
        session.expectSound(trace);
        if (more.postCopy === true) expect(trace.reports.some(r => r.pointOfNoReturn === true)).toBe(true);
        await session.expectAt(native, to);
      });
    }

    suite.it('instance.migrate', 'one that has ended cannot be changed any more', async () => {
      const { native, to } = await session.make(session.anyMethod);
      const request = session.request(native, { toHost: to, method: session.anyMethod });
      const { trace } = await session.carryOut(request);
      const steer = {
        instance: request.id,
        handle: trace.handles[0] ?? null,
        action: 'setBandwidth' as const,
        bytesPerSecond: 1_000_000,
      };
      const error = await session.failure(session.migrator.steer(steer, new AbortController().signal));
      expect(['resource.state', 'capability.missing']).toContain(error.code);
    });

    suite.it(
      'instance.migrate',
      'is taken up again after a break of ours, and followed to its end',
      async () => {
        const ordinary = await session.fixture.slow?.();
        const { native, from, to, request, trace } = await session.begin(session.fixture.outlasting);
        await ordinary?.();
        await suite.session.stop();
        const fresh = await ProviderSession.open(suite.fixture, suite.session.backend);
        suite.replaceSession(fresh);
        const following = new MoveTrace();
        const found = await session.within(
          'follow',
          session.migratorOf(fresh).follow(request, trace.handles[0] ?? null, following.control),
        );
        expect(following.handles).toEqual([]);
        if (session.fixture.outlivesUs) {
          expect(found.state, JSON.stringify(found)).toBe('succeeded');
          expect(following.samples.length).toBeGreaterThan(0);
        }
        await session.expectAt(native, found.state === 'succeeded' ? to : from);
      },
    );

    it('one that others have begun is told, while it runs and at its end', async context => {
      const { moveOutside } = suite.fixture.migration ?? {};
      if (!moveOutside || !suite.claims('instance.migrateLive')) return context.skip('nobody else can');
      const { native, to } = await session.make('live');
      const { mirror } = suite.session;
      await session.within('a move of others', moveOutside(native, to));
      const mine = () => mirror.moves.filter(m => m.instance === suite.session.id(native));
      await mirror.waitFor('its end', () => mine().at(-1)?.ended, suite.fixture.timings.actionMs);
      expect(mine().at(-1)).toMatchObject({
        toHost: suite.session.id(to),
        ended: { state: 'succeeded' },
      });
      expect(new Set(mine().map(m => m.id)).size).toBe(1);
      expect(mine().some(m => m.sample !== undefined)).toBe(true);
      await session.expectAt(native, to);
    });
  });
}
