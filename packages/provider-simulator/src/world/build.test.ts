import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toPool } from '../map/resources.ts';
import { mapContext } from '../map/context.ts';
import { builtDataCentre } from '../testing/rig.ts';

describe('the built data centre', () => {
  it('of any size and seed hangs together', async () => {
    const sizes = fc.record({
      seed: fc.integer(),
      hosts: fc.integer({ min: 1, max: 40 }),
      clusters: fc.integer({ min: 1, max: 12 }),
      instances: fc.integer({ min: 0, max: 300 }),
      projects: fc.constantFrom<string[]>([], ['a'], ['a', 'b', 'c']),
    });
    await fc.assert(
      fc.asyncProperty(sizes, async settings => {
        const { world } = (await builtDataCentre(settings)).dataCentre;
        expect(world.instances.size).toBe(settings.instances);
        expect(world.hosts).toHaveLength(settings.hosts);
        for (const resources of [
          world.hosts,
          world.clusters,
          world.pools,
          world.networks,
          [...world.instances.values()],
        ])
          expect(new Set(resources.map(r => r.name)).size, resources[0]?.kind).toBe(resources.length);
        for (const instance of world.instances.values()) {
          expect(instance.host.maintenance).toBe(false);
          expect(instance.host.instances.has(instance)).toBe(true);
          expect(instance.instanceKind).toBe(instance.host.cluster.runs);
          for (const volume of instance.volumes) expect(volume.pool.hosts).toContain(instance.host);
          expect(instance.project === null || settings.projects.includes(instance.project)).toBe(true);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('looks like a real one by default', async () => {
    const { dataCentre } = await builtDataCentre({
      hosts: 24,
      instances: 400,
      clusters: 3,
      projects: ['shop', 'bank'],
    });
    const { world } = dataCentre;
    const instances = [...world.instances.values()];
    const stopped = instances.filter(i => i.powerState === 'stopped').length / instances.length;
    expect(stopped).toBeGreaterThan(0.04);
    expect(stopped).toBeLessThan(0.2);
    expect(world.hosts.filter(h => h.maintenance)).toHaveLength(1);
    expect(instances.filter(i => i.cpuPercent > 80).length).toBeGreaterThan(3);
    const used = world.pools
      .map(p => toPool(p, mapContext('b', 0, 'poll')))
      .map(p => (p.usedBytes ?? 0) / (p.capacityBytes ?? 1));
    expect(used.filter(u => u > 0.9)).toHaveLength(1);
    expect(new Set(instances.map(i => i.project))).toEqual(new Set([null, 'shop', 'bank']));
  });

  it('has the misbehaving instances that were asked for', async () => {
    const { dataCentre } = await builtDataCentre({ sentinels: ['fail-start', 'hang-stop'], flakyHosts: 1 });
    const state = (name: string) =>
      [...dataCentre.world.instances.values()].find(i => i.name === name)?.powerState;
    expect([state('fail-start'), state('hang-stop')]).toEqual(['stopped', 'running']);
    expect(dataCentre.world.hosts.filter(h => h.name.startsWith('flaky-'))).toHaveLength(1);
  });
});
