import { describe, expect, it } from 'vitest';
import type { SimHost, SimInstance } from '../world/model.ts';
import { builtDataCentre, watch } from '../testing/rig.ts';
import { beginMove, moveRefusal } from './move.ts';

async function movable() {
  const rig = await builtDataCentre({ changesPerSecond: 0 });
  const pairs = [...rig.dataCentre.world.instances.values()].flatMap(instance =>
    instance.host.cluster.hosts.map(to => ({ instance, to })),
  );
  const pair = pairs.find(p => moveRefusal(p.instance, p.to) === null);
  if (!pair) throw new Error('This seed has nothing to move');
  const { provider, mirror } = await watch(rig);
  const seen = () => mirror.get('instance', `sim:${pair.instance.native}`);
  return { ...rig, ...pair, provider, mirror, seen };
}

describe('moves', () => {
  it('shows migrating, then the other host under the same id, and says what it took', async () => {
    const { clock, dataCentre, instance, to, mirror, seen, provider } = await movable();
    instance.cpuPercent = 5;
    const from = instance.host;
    expect(beginMove(dataCentre, instance, to)).toBe(true);
    expect(seen()).toMatchObject({ status: 'migrating', hostName: from.name });
    await clock.advance(180_000);
    expect(seen()).toMatchObject({ status: 'running', hostName: to.name, host: `sim:${to.native}` });
    expect(mirror.events.at(-1)).toMatchObject({
      type: 'instance.moved',
      message: expect.stringMatching(/paused for \d+ ms/),
    });
    expect(mirror.get('host', `sim:${from.native}`)?.instanceCount).toBe(from.instances.size);
    await provider.stop();
  });

  it('a guest that writes too fast stays where it is, and that is said', async () => {
    const { clock, dataCentre, instance, to, mirror, seen, provider } = await movable();
    const from = instance.host;
    // 64 vCPUs at full speed write far more than the link carries, over a working set far beyond the pause.
    Object.assign(instance, { cpuPercent: 100, vcpus: 512, memoryMiB: 262_144, memoryUsedMiB: 262_144 });
    beginMove(dataCentre, instance, to);
    await clock.advance(180_000);
    expect(seen()).toMatchObject({ status: 'running', hostName: from.name });
    expect(mirror.events.at(-1)).toMatchObject({ type: 'instance.move-failed', severity: 'warning' });
    await provider.stop();
  });

  it('forcing it off calls the move off', async () => {
    const { clock, dataCentre, instance, to, seen, provider } = await movable();
    const from = instance.host;
    beginMove(dataCentre, instance, to);
    dataCentre.call({
      operation: null,
      kind: 'instance',
      native: instance.native,
      action: 'forceStop',
      args: {},
    });
    await clock.advance(180_000);
    expect(seen()).toMatchObject({ status: 'stopped', hostName: from.name });
    await provider.stop();
  });

  const spoil: [string, (i: SimInstance, to: SimHost) => void][] = [
    ['stopped', i => (i.powerState = 'stopped')],
    ['a container', i => (i.instanceKind = 'container')],
    ['busy', i => (i.task = 'stopping')],
    ['to a host in maintenance', (_, to) => (to.maintenance = true)],
    ['to a host out of reach', (_, to) => (to.reachable = false)],
  ];
  it.each(spoil)('is refused: %s', async (_, change) => {
    const { dataCentre, instance, to, provider } = await movable();
    change(instance, to);
    expect(moveRefusal(instance, to)).toMatch(/\S{2,}/);
    expect(beginMove(dataCentre, instance, to)).toBe(false);
    await provider.stop();
  });
});
