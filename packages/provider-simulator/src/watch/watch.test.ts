import { describe, expect, it } from 'vitest';
import { builtDataCentre, watch } from '../testing/rig.ts';
import { simulatedTrouble } from '../testing/simulated-trouble.ts';
import { deviation, proposals } from './balance.ts';
import { hostConditions, judge } from './conditions.ts';
import { hostLoad } from '../load/host-load.ts';
import { measure } from '../load/instance-load.ts';
import { keepWatch } from './keep-watch.ts';

const minute = 60_000;

async function watched() {
  const rig = await builtDataCentre({ instances: 60 });
  for (const instance of rig.dataCentre.world.instances.values()) measure(instance, rig.clock.now());
  const { mirror, provider } = await watch(rig);
  const end = keepWatch(rig.dataCentre);
  return { ...rig, mirror, provider, end };
}

describe('judgement of a figure', () => {
  it.each([
    [79, null, null],
    [80, null, 'warning'],
    [95, 'warning', 'critical'],
    // Below the limit, but not far enough below it.
    [88, 'critical', 'critical'],
    [86, 'critical', 'warning'],
    [76, 'warning', 'warning'],
    [74, 'warning', null],
    [null, 'critical', null],
  ] as const)('%s after %s is %s', (figure, before, expected) => {
    expect(judge({ warning: 80, critical: 92 }, figure, before)).toBe(expected);
  });
});

describe('alarms', () => {
  it('a host that is cut off is critical until it is back', async () => {
    const { clock, dataCentre, mirror, end } = await watched();
    const [host] = dataCentre.world.hosts;
    if (!host) throw new Error('There is no host');
    dataCentre.breakHost(host.name);
    await clock.advance(minute);
    const lost = () => mirror.all('alarm').find(alarm => alarm.target === `sim:${host.native}`);
    expect(lost()).toMatchObject({ severity: 'critical', status: 'raised', project: null });
    dataCentre.healHost(host.name);
    await clock.advance(minute);
    expect(mirror.all('alarm').map(a => a.name)).not.toContain(hostConditions[0]?.name);
    end();
  });

  it('one about an instance goes with it, and belongs to its project', async () => {
    const { clock, dataCentre, mirror, end } = await watched();
    const instance = [...dataCentre.world.instances.values()].find(i => i.powerState === 'running');
    if (!instance) throw new Error('Nothing runs');
    instance.project = 'blue';
    await simulatedTrouble(dataCentre).raise(instance.native);
    await clock.advance(minute);
    const own = () => mirror.all('alarm').find(alarm => alarm.target === `sim:${instance.native}`);
    expect(own()).toMatchObject({ project: 'blue', targetKind: 'instance' });
    dataCentre.outside('forceStop', instance.native);
    dataCentre.outside('delete', instance.native);
    await clock.advance(minute);
    expect(own()).toBeUndefined();
    expect(mirror.invalid).toEqual([]);
    end();
  });
});

describe('recommendations', () => {
  it('each makes the hosts more alike by what it says', async () => {
    const { dataCentre, clock, end } = await watched();
    const loads = new Map(dataCentre.world.hosts.map(h => [h, hostLoad(h, clock.now())]));
    for (const cluster of dataCentre.world.clusters)
      for (const { before, gain, from, to } of proposals(cluster, loads)) {
        expect(gain).toBeGreaterThan(1);
        expect(before - gain).toBeGreaterThan(0);
        expect(from.cluster).toBe(to.cluster);
      }
    expect(deviation([10, 10])).toBe(0);
    expect(deviation([0, 20])).toBe(10);
    end();
  });

  it('what holds keeps its id, and expires all the same', async () => {
    const { clock, mirror, end } = await watched();
    await clock.advance(minute);
    const first = mirror.all('recommendation').map(r => r.id);
    expect(first.length).toBeGreaterThan(0);
    await clock.advance(minute);
    expect(first.some(id => mirror.resources.has(id))).toBe(true);
    await clock.advance(11 * minute);
    expect(first.some(id => mirror.resources.has(id))).toBe(false);
    expect(mirror.invalid).toEqual([]);
    end();
  });
});
