import type { Alarm } from '@orrery/contract/resources/alarm.ts';
import { describe, expect } from 'vitest';
import type { Reported } from '../reported.ts';
import type { WatchingFixture } from './fixture.ts';
import type { Suite } from './suite.ts';

/** What the backend itself finds wrong, and what it would do about it. */
export function describeWatching(suite: Suite): void {
  const hands = (): WatchingFixture => {
    const { watching } = suite.fixture;
    if (!watching) throw new Error('It is claimed, but the fixture cannot provoke it');
    return watching;
  };
  const alarmOn = (native: string) =>
    suite.session.mirror.all('alarm').find(alarm => alarm.target === suite.session.id(native));
  const within = () => suite.fixture.timings.actionMs;

  async function raised(native: string, status: Alarm['status']): Promise<Reported<'alarm'>> {
    const { mirror } = suite.session;
    return mirror.waitFor(`alarm ${status}`, () => ofStatus(alarmOn(native), status), within());
  }

  describe('what the backend watches over', () => {
    suite.it('recommendation.apply', 'is made by its own balancer, done, and gone then', async () => {
      const { mirror } = suite.session;
      const made = await hands().unbalance(spec => suite.make({ running: true, ...spec }));
      const ids = made.map(native => suite.session.id(native));
      const found = await mirror.waitFor(
        'a recommendation',
        () => mirror.all('recommendation').find(r => ids.includes(r.instance ?? '') && r.status === 'open'),
        within(),
      );
      expect(found).toMatchObject({ madeBy: 'backend', action: 'move' });
      expect(found.reason).toMatch(/\S/);
      const instance = mirror.get('instance', found.instance ?? '');
      expect(found.fromHost).toBe(instance?.host);
      expect(found.cluster).toBe(instance?.cluster);
      expect(mirror.get('host', found.toHost ?? '')?.cluster).toBe(found.cluster);
      expect(found.toHost).not.toBe(found.fromHost);
      await suite.act('recommendation', suite.session.native(found.id), 'apply');
      await mirror.waitFor(
        'the move',
        () => mirror.get('instance', found.instance ?? '')?.host === found.toHost,
        within(),
      );
      await mirror.waitFor(
        'the recommendation to go',
        () => !mirror.resources.has(found.id) || null,
        suite.fixture.timings.eventMs,
      );
      await suite.session.refresh();
      expect(mirror.resources.has(found.id)).toBe(false);
    });

    suite.it('alarm.acknowledge', 'is raised, acknowledged once, and gone when it is over', async () => {
      const native = await suite.make({ running: true });
      await hands().raise(native);
      const alarm = await raised(native, 'raised');
      expect(alarm).toMatchObject({ madeBy: 'backend', targetKind: 'instance', acknowledgedAt: null });
      expect(alarm.project).toBe(suite.session.instance(native)?.project);
      const own = suite.session.native(alarm.id);
      await suite.act('alarm', own, 'acknowledge');
      const seen = await raised(native, 'acknowledged');
      expect(seen.acknowledgedAt).not.toBeNull();
      const again = await suite.refused(suite.session.request('alarm', own, 'acknowledge'));
      expect(again.code).toBe('resource.state');
      await suite.session.refresh();
      expect(alarmOn(native)?.status).toBe('acknowledged');
      await hands().calm(native);
      await suite.session.mirror.waitFor('its end', () => alarmOn(native) === undefined || null, within());
    });
  });
}

const ofStatus = (alarm: Reported<'alarm'> | undefined, status: Alarm['status']) =>
  alarm?.status === status ? alarm : null;
