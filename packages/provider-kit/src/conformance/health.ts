import { describe, expect, it } from 'vitest';
import { ProviderError } from '../provider-error.ts';
import type { Suite } from './suite.ts';

export function describeHealth(suite: Suite): void {
  describe('health', () => {
    it('tells each part with its address, without credentials', () => {
      const { mirror } = suite.session;
      for (const name of suite.fixture.parts) {
        const part = mirror.parts.get(name);
        expect(part, name).toMatchObject({ status: 'up', reason: null });
        expect(part?.address).not.toMatch(/\/\/[^/@]*:[^/@]*@/);
        expect(part?.latencyMs).toBeGreaterThanOrEqual(0);
        expect(Number.isNaN(Date.parse(part?.lastSeenAt ?? ''))).toBe(false);
      }
    });

    it('reports a broken part in time, refuses to act there, follows the others, and comes back by itself', async () => {
      const { part, native, elsewhere } = await apart();
      const { mirror } = suite.session;
      await broken(part, async () => {
        expect(mirror.parts.get(part)?.reason).toMatch(/\S{2,}/);
        const acting = suite.session.provider.act(
          suite.session.request('instance', native, 'start'),
          unwatched(),
        );
        await expect(
          suite.within(suite.fixture.timings.actionMs, 'act on a broken part', acting),
        ).rejects.toSatisfy(isLost(part));
        if (elsewhere === null) return;
        await suite.fixture.outside.start(elsewhere);
        await suite.session.seen(
          elsewhere,
          'running while another part is broken',
          i => i.powerState === 'running',
        );
      });
      await suite.fixture.outside.start(native);
      await suite.session.seen(native, 'running after healing', i => i.powerState === 'running');
    });

    it('finds what happened on a part while it was cut off', async () => {
      const { part, native } = await apart();
      const state = suite.fixture.outside.pause ? 'paused' : 'running';
      await broken(part, async () => {
        // Paused at the end where it can be, so that nothing of its own accord gives the change away later.
        await suite.fixture.outside.start(native);
        await suite.fixture.outside.pause?.(native);
        expect((await suite.look(native)).powerState).toBe(state);
        expect(suite.session.instance(native)?.powerState).toBe('stopped');
      });
      const { healedMs } = suite.fixture.timings;
      await suite.session.seen(native, `${state} after healing`, i => i.powerState === state, healedMs);
    });
  });

  /** A stopped instance on one part and, where there is more than one, another elsewhere. */
  async function apart(): Promise<{ part: string; native: string; elsewhere: string | null }> {
    const [part, other] = suite.fixture.parts;
    if (part === undefined) throw new Error('The fixture names no part');
    const native = await suite.make({ part });
    return { part, native, elsewhere: other === undefined ? null : await suite.make({ part: other }) };
  }

  /** Runs something while a part is cut off, once that is reported; heals it whatever happens, and waits for that. */
  async function broken(part: string, run: () => Promise<void>): Promise<void> {
    await suite.fixture.breakPart(part);
    try {
      const down = () => suite.session.mirror.parts.get(part)?.status === 'down';
      await suite.session.mirror.waitFor(`${part} down`, down, suite.fixture.timings.brokenMs);
      await run();
    } finally {
      await suite.fixture.healPart(part);
      await suite.session.partsUp();
    }
  }
}

/** Without a connection it was not sent, or nothing was heard of it. Tenants read it: it does not name the part. */
const isLost =
  (part: string) =>
  (error: unknown): boolean =>
    error instanceof ProviderError &&
    (error.code === 'backend.unavailable' || error.code === 'backend.timeout') &&
    !error.message.includes(part);

const unwatched = () => ({ signal: new AbortController().signal, progress: () => {}, bind: async () => {} });
