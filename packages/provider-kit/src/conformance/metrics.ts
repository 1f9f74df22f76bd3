import { describe, expect } from 'vitest';
import type { Suite } from './suite.ts';

/** Calls may grow by this much, for timers that fall into one window and not the other. */
const callSlack = 3;
/** And by this factor: a real backend is asked at a pace of its own. One call an instance and round would be above it. */
const callFactor = 1.4;

export function describeMetrics(suite: Suite): void {
  const measured = async (id: string) => {
    suite.session.mirror.metricsOf.clear();
    // A sample may hold some figures only (a balloon event tells memory): the load is what is waited for.
    const probe = () => {
      const sample = suite.session.mirror.metricsOf.get(id);
      return sample?.cpuPercent === undefined ? undefined : sample;
    };
    return suite.session.mirror.waitFor(`figures of ${id}`, probe, 3 * suite.fixture.timings.metricsMs);
  };

  /** Calls, and how often a host was measured meanwhile: a busy backend is asked less often in one window than in another. */
  const oneWindow = async (calls: () => number) => {
    const { mirror } = suite.session;
    const hosts = mirror.all('host').map(({ id }) => id);
    const last = new Map(hosts.map(id => [id, mirror.metricsOf.get(id)]));
    let rounds = 0;
    const before = calls();
    const watching = mirror.watch(() => {
      for (const id of hosts) {
        const sample = mirror.metricsOf.get(id);
        if (sample !== undefined && sample !== last.get(id)) rounds++;
        last.set(id, sample);
      }
    });
    await new Promise<void>(resolve => suite.fixture.clock.after(suite.fixture.timings.metricsMs, resolve));
    watching();
    return { calls: calls() - before, rounds: Math.max(1, rounds) };
  };

  describe('metrics', () => {
    suite.it('metrics.instance', 'are figures of what runs, gathered in bulk', async () => {
      const native = await suite.make({ running: true });
      const sample = await measured(suite.session.id(native));
      expect(sample.kind).toBe('instance');
      expect(sample.cpuPercent).toSatisfy((p: number) => p >= 0 && p <= 100);
      const { memoryMiB } = await suite.look(native);
      expect(sample.memoryUsedMiB ?? 0).toBeLessThanOrEqual(memoryMiB);
      const { calls } = suite.fixture;
      if (!calls) return;
      const few = await oneWindow(calls);
      for (let i = 0; i < 6; i++) await suite.make({ running: true });
      const more = await oneWindow(calls);
      const inAsMany = (few.calls / few.rounds) * Math.max(few.rounds, more.rounds);
      const most = suite.fixture.callsPerWindow ?? inAsMany * callFactor + callSlack;
      expect(more.calls).toBeLessThanOrEqual(most);
    });

    suite.it('metrics.host', 'are figures of each host', async () => {
      for (const host of suite.session.mirror.all('host')) {
        const sample = await measured(host.id);
        expect(sample.kind).toBe('host');
        expect(sample.cpuPercent).toSatisfy((p: number) => p >= 0 && p <= 100);
        expect(sample.memoryUsedMiB).toSatisfy((m: number) => m > 0 && m <= host.memoryMiB);
      }
    });
  });
}
