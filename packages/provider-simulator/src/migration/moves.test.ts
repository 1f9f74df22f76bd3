import { migrateArgs } from '@orrery/contract/actions/migrate-args.ts';
import { MoveTrace } from '@orrery/provider-kit/conformance/migration-session.ts';
import { describe, expect, it } from 'vitest';
import { builtDataCentre, watch } from '../testing/rig.ts';
import type { SimHost, SimInstance } from '../world/model.ts';
import { moveOutside, moveRefusal } from './moving.ts';

async function movable() {
  const rig = await builtDataCentre({ changesPerSecond: 0 });
  const pairs = [...rig.dataCentre.world.instances.values()].flatMap(instance =>
    instance.host.cluster.hosts.map(to => ({ instance, to })),
  );
  const pair = pairs.find(p => moveRefusal(p.instance, p.to) === null);
  if (!pair) throw new Error('This seed has nothing to move');
  const { provider, mirror } = await watch(rig);
  const { instance, to } = pair;
  const seen = () => mirror.get('instance', `sim:${instance.native}`);
  const request = (args: object = {}) => ({
    operation: 'op-1',
    kind: 'instance' as const,
    id: `sim:${instance.native}`,
    action: 'migrate',
    args: migrateArgs.parse({ toHost: `sim:${to.native}`, ...args }),
    before: {},
  });
  return { ...rig, instance, to, provider, mirror, seen, request };
}

const longMs = 600_000;
const busy = { cpuPercent: 100, vcpus: 512, memoryMiB: 16_384, memoryUsedMiB: 16_384 };

describe('moves that others begin', () => {
  it('are told from the first moment to the end, with how they stand', async () => {
    const { clock, dataCentre, instance, to, mirror, seen, provider } = await movable();
    instance.cpuPercent = 5;
    const from = instance.host;
    expect(moveOutside(dataCentre, instance, { to, startedBy: 'balancer' })).toBe(true);
    expect(seen()).toMatchObject({ status: 'migrating', hostName: from.name });
    await clock.advance(longMs);
    expect(seen()).toMatchObject({ status: 'running', hostName: to.name, host: `sim:${to.native}` });
    expect(mirror.events.at(-1)).toMatchObject({
      type: 'instance.moved',
      message: expect.stringMatching(/paused for \d+ ms/),
    });
    expect(mirror.get('host', `sim:${from.native}`)?.instanceCount).toBe(from.instances.size);
    expect(mirror.moves[0]).toMatchObject({ startedBy: 'balancer', phase: 'check', ended: null });
    expect(mirror.moves.at(-1)).toMatchObject({ ended: { state: 'succeeded' } });
    await provider.stop();
  });

  it('a guest that writes too fast stays where it is, and that is said', async () => {
    const { clock, dataCentre, instance, to, mirror, seen, provider } = await movable();
    const from = instance.host;
    Object.assign(instance, busy);
    moveOutside(dataCentre, instance, { to, startedBy: 'outside' });
    await clock.advance(longMs);
    expect(seen()).toMatchObject({ status: 'running', hostName: from.name });
    expect(mirror.events.at(-1)).toMatchObject({ type: 'instance.move-failed', severity: 'warning' });
    expect(mirror.moves.at(-1)).toMatchObject({ ended: { state: 'failed' } });
    await provider.stop();
  });

  it('forcing it off calls the move off', async () => {
    const { clock, dataCentre, instance, to, seen, provider } = await movable();
    const from = instance.host;
    moveOutside(dataCentre, instance, { to, startedBy: 'outside' });
    dataCentre.outside('forceStop', instance.native);
    await clock.advance(longMs);
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
  it.each(spoil)('are not begun: %s', async (_, change) => {
    const { dataCentre, instance, to, provider } = await movable();
    change(instance, to);
    expect(moveRefusal(instance, to)).toMatch(/\S{2,}/);
    expect(moveOutside(dataCentre, instance, { to, startedBy: 'outside' })).toBe(false);
    await provider.stop();
  });
});

describe('moves on request', () => {
  it('come with a sample at least twice a second, from a copy and not from a timer', async () => {
    const { clock, instance, provider, request } = await movable();
    instance.cpuPercent = 5;
    const trace = new MoveTrace();
    const moving = provider.migrator.migrate(request(), trace.control);
    await clock.advance(longMs);
    const result = await moving;
    const { samples } = trace;
    const gaps = samples.slice(1).map((sample, i) => sample.atMs - (samples[i]?.atMs ?? 0));
    expect(Math.max(...gaps)).toBeLessThanOrEqual(500);
    const last = samples.findLast(sample => sample.memory !== undefined);
    expect(result.bytes).toBeGreaterThanOrEqual(last?.memory?.contentBytes ?? Infinity);
    expect(result.check).toMatchObject({ survived: true });
    await provider.stop();
  });

  it('one that does not end by itself does when it is given a longer pause', async () => {
    const { clock, instance, provider, request } = await movable();
    Object.assign(instance, { ...busy, name: 'busy-migrate' });
    const trace = new MoveTrace();
    const moving = provider.migrator.migrate(request(), trace.control);
    await clock.advance(longMs);
    expect(trace.phases.at(-1)).toBe('copy-memory');
    await provider.migrator.steer(
      {
        instance: request().id,
        handle: trace.handles[0] ?? null,
        action: 'setDowntime',
        milliseconds: 60_000,
      },
      new AbortController().signal,
    );
    await clock.advance(longMs);
    expect((await moving).pauseMs).toBeGreaterThan(300);
    await provider.stop();
  });

  it.each([
    ['fail-migrate', 'backend.refused'],
    ['hang-migrate', 'cancelled'],
  ])('%s does as its name says, and stays where it is', async (name, code) => {
    const { clock, instance, provider, request } = await movable();
    const from = instance.host;
    Object.assign(instance, { name, cpuPercent: 5 });
    const trace = new MoveTrace();
    const failed = expect(provider.migrator.migrate(request(), trace.control)).rejects.toMatchObject({
      code,
    });
    await clock.advance(longMs);
    trace.aborting.abort();
    await clock.advance(longMs);
    await failed;
    expect(instance.host).toBe(from);
    expect(instance.task).toBeNull();
    await provider.stop();
  });

  it('disks that go along are in the other pool afterwards, and counted there', async () => {
    const { clock, instance, to, provider, request } = await movable();
    instance.cpuPercent = 5;
    const moving = provider.migrator.migrate(request({ method: 'block' }), new MoveTrace().control);
    await clock.advance(10 * longMs);
    await moving;
    for (const { pool } of instance.volumes) {
      expect(pool.hosts).toContain(to);
      expect(pool.usedBytes).toBe([...pool.volumes].reduce((sum, v) => sum + v.usedBytes, 0));
    }
    await provider.stop();
  });
});
