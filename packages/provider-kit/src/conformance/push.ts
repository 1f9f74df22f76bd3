import type { PowerState } from '@orrery/contract/resources/instance.ts';
import { describe, expect, it } from 'vitest';
import type { EventType } from '../event-types.ts';
import { ProviderSession } from './session.ts';
import type { Suite } from './suite.ts';

interface OutsideChange {
  hand: (native: string) => Promise<void>;
  state: PowerState;
  event: EventType;
}

/** Something is done behind Orrery's back, and must be seen and told, as done by others. Answers how it was seen. */
async function outsideChange(suite: Suite, native: string, { hand, ...expected }: OutsideChange) {
  const { mirror } = suite.session;
  const first = mirror.events.length;
  await hand(native);
  const seen = await suite.session.seen(
    native,
    `${expected.state} after it was made so outside`,
    i => i.powerState === expected.state,
  );
  const { source } = seen;
  const isIt = () => mirror.events.slice(first).find(e => e.target === seen.id && e.type === expected.event);
  const event = await mirror.waitFor(`event ${expected.event}`, isIt, suite.fixture.timings.eventMs);
  expect(event).toMatchObject({ targetKind: 'instance', targetName: seen.name });
  if (suite.claims('inventory.attribution')) expect(event.operation).toBeUndefined();
  return source;
}

/** A look at everything, when it is time for one, may come before the news of a change; not each time. */
const mostRounds = 3;

/** The changes, which end where they began, are all seen because they are told. */
async function expectPushed(suite: Suite, native: string, changes: readonly OutsideChange[]): Promise<void> {
  for (let round = 1; ; round++) {
    const sources: string[] = [];
    for (const change of changes) sources.push(await outsideChange(suite, native, change));
    if (round === mostRounds) expect(sources).toEqual(changes.map(() => 'event'));
    if (sources.every(source => source === 'event')) return;
  }
}

/** Changes behind Orrery's back must appear by themselves, well before the slow relist. */
export function describePush(suite: Suite): void {
  describe('push', () => {
    suite.it('inventory.push', 'shows outside power changes at once', async () => {
      const native = await suite.make();
      const { start, pause, resume, stop } = suite.fixture.outside;
      const changes: OutsideChange[] = [
        { hand: start, state: 'running', event: 'instance.started' },
        ...(pause ? [{ hand: pause, state: 'paused', event: 'instance.paused' } as const] : []),
        ...(resume ? [{ hand: resume, state: 'running', event: 'instance.resumed' } as const] : []),
        { hand: stop, state: 'stopped', event: 'instance.stopped' },
      ];
      await expectPushed(suite, native, changes);
      expect(suite.fixture.timings.eventMs).toBeLessThan(suite.fixture.timings.relistMs / 2);
    });

    suite.it('inventory.attribution', 'tells outside changes from its own', async () => {
      const native = await suite.make();
      const { mirror } = suite.session;
      await suite.act('instance', native, 'start');
      const started = () =>
        mirror.events.findLast(e => e.target === suite.session.id(native) && e.type === 'instance.started');
      const own = await mirror.waitFor('own event', started, suite.fixture.timings.eventMs);
      expect(own.operation).toMatch(/^op-/);
      const { stop } = suite.fixture.outside;
      await outsideChange(suite, native, { hand: stop, state: 'stopped', event: 'instance.stopped' });
    });

    it('shows an outside rename under the same id, or as gone and come where the backend has no lasting ids', async () => {
      const native = await suite.make();
      const name = suite.name('renamed-outside-');
      await suite.fixture.outside.rename(native, name);
      await suite.session.seen(native, 'to be renamed', i => i.name === name);
    });

    it('shows what was made and deleted outside', async () => {
      const native = await suite.make();
      await suite.fixture.outside.delete(native);
      const gone = () => !suite.session.instance(native);
      await suite.session.mirror.waitFor('the instance to go', gone, suite.fixture.timings.eventMs);
    });

    it('two providers on one backend do not disturb each other', async () => {
      const other = await ProviderSession.open(suite.fixture, 'conf-two');
      const native = await suite.make();
      await suite.fixture.outside.start(native);
      await suite.session.seen(native, 'running', i => i.powerState === 'running');
      await other.seen(native, 'running in the other', i => i.powerState === 'running');
      await other.stop();
      await suite.fixture.outside.stop(native);
      await suite.session.seen(native, 'stopped', i => i.powerState === 'stopped');
    });

    it('says nothing more after stop()', async () => {
      const brief = await ProviderSession.open(suite.fixture, 'conf-brief');
      const native = await suite.make();
      await brief.seen(native, 'to be listed', () => true, suite.fixture.timings.relistMs);
      await brief.stop();
      const { calls } = brief.mirror;
      await suite.fixture.outside.start(native);
      await suite.session.seen(native, 'running', i => i.powerState === 'running');
      await brief.provider
        .act(brief.request('instance', native, 'stop'), {
          signal: new AbortController().signal,
          progress: () => {},
          bind: async () => {},
        })
        .catch(() => undefined);
      expect(brief.mirror.calls).toBe(calls);
    });
  });
}
