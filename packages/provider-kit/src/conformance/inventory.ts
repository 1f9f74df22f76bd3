import { describe, expect, it } from 'vitest';
import { ProviderSession } from './session.ts';
import type { Suite } from './suite.ts';

/** Clocks of backend and BFF may differ by this much. */
const skewMs = 5_000;

export function describeInventory(suite: Suite): void {
  describe('inventory', () => {
    it('lists what the backend has, whole and by the contract', async () => {
      const running = await suite.make({ running: true });
      const stopped = await suite.make();
      const { session } = suite;
      expect(session.instance(running)).toMatchObject({ powerState: 'running', backend: session.backend });
      expect(session.instance(stopped)).toMatchObject({ powerState: 'stopped' });
      const actual = await suite.look(stopped);
      expect(session.instance(stopped)).toMatchObject({
        name: actual.name,
        vcpus: actual.vcpus,
        memoryMiB: actual.memoryMiB,
        title: actual.title,
        description: actual.description,
        project: actual.project,
      });
      expect(session.mirror.invalid).toEqual([]);
    });

    it('gives each resource an id of its backend, the time and the source of what it says', () => {
      const { session, fixture } = suite;
      expect(session.mirror.resources.size).toBeGreaterThan(0);
      for (const resource of session.mirror.resources.values()) {
        expect(resource.id).toMatch(new RegExp(`^${session.backend}:.`));
        expect(resource.backend).toBe(session.backend);
        expect(Date.parse(resource.asOf)).toBeLessThanOrEqual(fixture.clock.now() + skewMs);
        expect(['event', 'poll', 'derived']).toContain(resource.source);
      }
    });

    it('names only resources that it lists', () => {
      expect(dangling(suite.session)).toEqual([]);
    });

    it('says of hosts what they are and what they carry', async () => {
      const { mirror } = suite.session;
      expect(mirror.all('host').length).toBeGreaterThan(0);
      for (const host of mirror.all('host')) {
        expect(host.threads, host.name).toBeGreaterThan(0);
        expect(host.memoryMiB, host.name).toBeGreaterThan(0);
        // Counts may follow the instances with a little delay.
        const counted = () => {
          const own = mirror.all('instance').filter(i => i.host === host.id);
          return mirror.get('host', host.id)?.instanceCount === own.length;
        };
        await mirror.waitFor(
          `the instances of ${host.name} to be counted`,
          counted,
          suite.fixture.timings.eventMs,
        );
      }
    });

    it('keeps its ids over a restart of the provider', async () => {
      const again = await ProviderSession.open(suite.fixture, suite.session.backend);
      await suite.session.refresh();
      const held = suite.session.mirror.resources;
      // Some is told after the list: files in large stores are searched for.
      const all = () => [...held.keys()].every(id => again.mirror.resources.has(id));
      const { healedMs } = suite.fixture.timings;
      await again.mirror.waitFor('all that was there before', all, healedMs).catch(() => false);
      const ids = (session: ProviderSession) => [...session.mirror.resources.keys()].toSorted();
      expect(ids(again)).toEqual(ids(suite.session));
      await again.stop();
    });

    it('lists anew on request, and what is not there any more goes', async () => {
      const native = await suite.make();
      const { session } = suite;
      const real = session.instance(native);
      if (!real) throw new Error('The instance that was just seen is gone');
      const ghost = { ...real, id: session.id('ghost'), name: 'ghost' };
      session.mirror.plant(ghost, session.mirror.partOf(real.id));
      await session.refresh();
      expect(session.mirror.resources.has(ghost.id)).toBe(false);
      expect(session.instance(native)).toMatchObject({ name: real.name });
    });
  });
}

/** References that lead nowhere: `<from> -> <to>`. */
function dangling(session: ProviderSession): string[] {
  const { mirror } = session;
  const missing: string[] = [];
  const check = (from: string, to: (string | null)[]) => {
    for (const id of to) if (id !== null && !mirror.resources.has(id)) missing.push(`${from} -> ${id}`);
  };
  for (const i of mirror.all('instance')) {
    check(i.id, [i.host, i.cluster, ...i.volumes, ...i.networks]);
    check(i.id, [...i.disks.map(d => d.volume), ...i.interfaces.map(n => n.network)]);
  }
  const pools = new Set(
    mirror.all('cluster').flatMap(c => (c.resourcePools ?? []).map(p => `${c.id} ${p.name}`)),
  );
  for (const { id, cluster, resourcePool } of mirror.all('instance'))
    if (cluster !== null && resourcePool && !pools.has(`${cluster} ${resourcePool}`))
      missing.push(`${id} -> resource pool ${resourcePool}`);
  for (const h of mirror.all('host')) check(h.id, [h.cluster]);
  for (const v of mirror.all('volume')) check(v.id, [v.pool, ...v.attachedTo]);
  for (const p of mirror.all('storage-pool')) check(p.id, p.hosts);
  for (const n of mirror.all('network')) check(n.id, n.hosts);
  for (const s of mirror.all('snapshot')) check(s.id, [s.instance, s.parent]);
  return missing;
}
