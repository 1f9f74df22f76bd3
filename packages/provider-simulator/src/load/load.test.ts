import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { builtDataCentre, watch } from '../testing/rig.ts';
import { toCluster } from '../map/compute.ts';
import { mapContext } from '../map/context.ts';
import { hostLoad, recentHostLoad, threadsOf } from './host-load.ts';
import { cpuPercentAt, dayCurve, memoryUsedMiBAt } from './instance-load.ts';

const hour = 3_600_000;
const monday = Date.parse('2026-03-02T00:00:00Z');
const { dataCentre } = await builtDataCentre({ instances: 300, hosts: 9, clusters: 3 });
const all = [...dataCentre.world.instances.values()];
const average = (numbers: number[]) => numbers.reduce((a, b) => a + b, 0) / numbers.length;

describe('load', () => {
  it('is a pure function of who and when, within bounds', () => {
    fc.assert(
      fc.property(fc.constantFrom(...all), fc.integer({ min: 0, max: 4e12 }), (instance, now) => {
        const cpu = cpuPercentAt(instance, now);
        expect(cpu).toBe(cpuPercentAt(instance, now));
        expect(cpu).toBeGreaterThan(0);
        expect(cpu).toBeLessThanOrEqual(100);
        const memory = memoryUsedMiBAt(instance, now);
        expect(memory).toBeGreaterThan(0);
        expect(memory).toBeLessThanOrEqual(instance.memoryMiB);
      }),
    );
  });

  it('follows the day and rests at the weekend', () => {
    const at = (now: number) =>
      average(all.filter(i => i.role.name === 'web').map(i => cpuPercentAt(i, now)));
    expect(at(monday + 15 * hour)).toBeGreaterThan(1.5 * at(monday + 3 * hour));
    expect(dayCurve(monday + 5 * 24 * hour + 15 * hour)).toBeLessThan(dayCurve(monday + 15 * hour));
  });

  it('rises and falls together within an application more than across', () => {
    const web = all.filter(i => i.role.name === 'web' || i.role.name === 'api');
    // Each one's course over a day without the day itself, which all share.
    const course = (i: (typeof web)[number]) =>
      Array.from({ length: 96 }, (_, n) => cpuPercentAt(i, monday + 10 * hour + n * 150_000));
    const courses = web.slice(0, 40).map(i => ({ group: i.group, values: course(i) }));
    const same: number[] = [];
    const other: number[] = [];
    courses.forEach((a, n) => {
      for (const b of courses.slice(n + 1))
        (a.group === b.group ? same : other).push(correlation(a.values, b.values));
    });
    expect(average(same)).toBeGreaterThan(average(other) + 0.05);
  });

  it('of a host is that of its instances, and a little', () => {
    for (const host of dataCentre.world.hosts) {
      const busy = [...host.instances]
        .filter(i => i.powerState === 'running')
        .reduce((sum, i) => sum + (i.vcpus * i.cpuPercent) / 100, 0);
      const load = hostLoad(host, monday);
      expect(load.cpuPercent).toBeGreaterThanOrEqual(Math.min(100, (100 * busy) / threadsOf(host)) - 0.1);
      expect(load.instanceCount).toBe(host.instances.size);
    }
  });

  it('of a host is counted once in a while for its cluster, and anew by whoever asks for it', () => {
    const [host] = dataCentre.world.hosts;
    if (!host) throw new Error('There is no host');
    const load = hostLoad(host, monday);
    expect(recentHostLoad(host, monday + 4_999)).toBe(load);
    expect(recentHostLoad(host, monday + 5_000)).not.toBe(load);
    expect(hostLoad(host, monday + 5_001)).toBe(recentHostLoad(host, monday + 5_002));
  });

  it('of a cluster has the changes of all of its hosts, in whatever order they came', async () => {
    const built = await builtDataCentre({ instances: 200, hosts: 4, clusters: 1, changesPerSecond: 0 });
    const { mirror } = await watch(built);
    const { world } = built.dataCentre;
    for (const host of world.hosts)
      for (const instance of host.instances)
        if (instance.powerState === 'running') built.dataCentre.outside('forceStop', instance.native);
    await built.clock.advance(300);
    const [cluster] = world.clusters;
    if (!cluster) throw new Error('There is no cluster');
    const fresh = toCluster(cluster, mapContext('sim', built.clock.now(), 'derived'));
    expect(fresh.runningCount).toBe(0);
    expect(mirror.resources.get(fresh.id)).toMatchObject({ runningCount: 0 });
  });
});

function correlation(a: number[], b: number[]): number {
  const [meanA, meanB] = [average(a), average(b)];
  const product = (x: number[], y: number[], mx: number, my: number) =>
    x.reduce((sum, value, i) => sum + (value - mx) * ((y[i] ?? 0) - my), 0);
  return product(a, b, meanA, meanB) / Math.sqrt(product(a, a, meanA, meanA) * product(b, b, meanB, meanB));
}
