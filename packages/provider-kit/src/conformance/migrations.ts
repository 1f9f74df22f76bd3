import { afterEach, describe, expect, it } from 'vitest';
import { methodCapabilities, MigrationSession, MoveTrace } from './migration-session.ts';
import { describeMovesUnderWay } from './migrations-under-way.ts';
import type { Suite } from './suite.ts';

export function describeMigrations(suite: Suite): void {
  const session = new MigrationSession(suite);

  describe('moves', () => {
    afterEach(() => session.clear());

    for (const [method, capability] of methodCapabilities) {
      suite.it(capability, 'is at its new host, whole, and the same row all the time', async () => {
        const { native, from, to } = await session.make(method);
        const request = session.request(native, { toHost: to, method });
        const { mirror } = suite.session;
        const rows: number[] = [];
        const count = () => void rows.push(mirror.all('instance').filter(i => i.id === request.id).length);
        const watching = mirror.watch(count);
        const { trace, result } = await session.carryOut(request);
        watching();
        await session.expectAt(native, to);
        expect(from).not.toBe(to);
        expect(rows.filter(n => n !== 1)).toEqual([]);
        if (method === 'live' || method === 'block')
          expect(await session.fixture.hasRunThrough(native)).not.toBe(false);
        if (result.bytes !== null) expect(result.bytes).toBeGreaterThanOrEqual(0);
        suite.exercised.add('instance.migrate');
        const again = await session.migrator.follow(
          request,
          trace.handles[0] ?? null,
          new MoveTrace().control,
        );
        expect(again.state, 'follow after migrate').toBe('succeeded');
        await session.expectAt(native, to);
      });
    }

    suite.it(
      'instance.migrate',
      'is surveyed beforehand: what is possible, and what is not with the reason',
      async () => {
        const method = session.anyMethod;
        const { native, to } = await session.make(method);
        const here = suite.session.instance(native)?.host ?? '';
        const survey = await session.within(
          'survey',
          session.migrator.survey(
            { instance: suite.session.id(native), hosts: [here, suite.session.id(to)], measure: 'short' },
            new AbortController().signal,
          ),
        );
        const waysOf = (host: string) => survey.hosts.find(h => h.host === host)?.ways ?? [];
        const blocked = (w: { reasons: readonly { severity: string }[] }) =>
          w.reasons.some(r => r.severity === 'blocks');
        expect(waysOf(here).every(blocked), 'the host that it is on').toBe(true);
        const way = waysOf(suite.session.id(to)).find(w => w.method === method);
        expect(way?.reasons.filter(r => r.severity === 'blocks')).toEqual([]);
        for (const { reasons } of survey.hosts.flatMap(h => h.ways))
          for (const { message } of reasons) expect(message).toMatch(/\S{2,}/);
      },
    );
  });

  describeRefusedMoves(suite);
  describeMovesUnderWay(suite);
}

function describeRefusedMoves(suite: Suite): void {
  const session = new MigrationSession(suite);

  describe('moves that are refused', () => {
    afterEach(() => session.clear());

    suite.it('instance.migrate', 'to where it is, or of what there is not, is refused', async () => {
      const method = session.anyMethod;
      const { native, from } = await session.make(method);
      const trace = new MoveTrace();
      const same = session.request(native, { toHost: from, method });
      expect((await session.failure(session.migrator.migrate(same, trace.control))).code).toBe(
        'resource.state',
      );
      const nothing = { ...same, id: suite.session.id('no-such-thing') };
      expect((await session.failure(session.migrator.migrate(nothing, trace.control))).code).toBe(
        'resource.not-found',
      );
      expect(trace.handles).toEqual([]);
      await session.expectAt(native, from);
    });

    it('a way that it does not claim is refused', async context => {
      const other = methodCapabilities.filter(([, capability]) => !suite.claims(capability));
      const mine = methodCapabilities.find(([, capability]) => suite.claims(capability));
      if (!mine || other.length === 0) return context.skip('it claims all, or none');
      const { native, from, to } = await session.make(mine[0]);
      for (const [method] of other) {
        const request = session.request(native, { toHost: to, method });
        const error = await session.failure(session.migrator.migrate(request, new MoveTrace().control));
        expect({ method, code: error.code }).toEqual({ method, code: 'capability.missing' });
      }
      await session.expectAt(native, from);
    });
  });
}
