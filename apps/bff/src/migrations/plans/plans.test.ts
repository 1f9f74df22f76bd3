import type { Plan } from '@orrery/contract/migrations/plans.ts';
import { createPlanSchema } from '@orrery/contract/migrations/plans.ts';
import type { Host } from '@orrery/contract/resources/host.ts';
import { describe, expect, it, vi } from 'vitest';
import { row, rows } from '../../inventory/resource-row.ts';
import { Mortal } from '../../operations/testing/mortal.ts';
import {
  admin,
  createMovesWorld,
  liveMoves,
  type MovesLife,
  type MovesWorld,
  nativeOf,
} from '../testing/moves-rig.ts';
import { whatIf } from '../what-if.ts';

vi.setConfig({ testTimeout: 240_000 });
const longMs = 400_000;

/** A host with something on it that moves quietly. */
function busyHost(world: MovesWorld, life: MovesLife): Host {
  const all = [...rows(life.inventory.store, 'host')].filter(({ status }) => status === 'up');
  const [host] = all.toSorted((a, b) => b.instanceCount - a.instanceCount);
  if (!host) throw new Error('There is no host');
  for (const instance of rows(life.inventory.store, 'instance'))
    Object.assign(nativeOf(world, instance.id), { cpuPercent: 1, memoryMiB: 1_024, memoryUsedMiB: 1_024 });
  return host;
}

const planFor = (life: MovesLife, host: Host, more: object = {}): Promise<Plan> =>
  life.moves.plans.create(admin, createPlanSchema.parse({ kind: 'drain', host: host.id, ...more }));

const on = (life: MovesLife, host: Host) =>
  [...rows(life.inventory.store, 'instance')].filter(instance => instance.host === host.id);

async function planned(more: object = {}) {
  const world = createMovesWorld();
  const life = await liveMoves(world);
  const host = busyHost(world, life);
  await world.clock.advance(500);
  return { world, life, host, plan: await planFor(life, host, more) };
}

describe('a plan that empties a host', () => {
  it('MG-10: says beforehand where everything goes, in waves, and changes nothing', async () => {
    const { life, host, plan } = await planned({ perHost: 2, perPair: 1 });
    expect(plan.state).toBe('preview');
    expect(plan.steps.length + plan.blockers.length).toBe(on(life, host).length);
    expect(plan.steps.length).toBeGreaterThan(1);
    for (const wave of Map.groupBy(plan.steps, s => s.wave).values()) {
      expect(wave.length).toBeLessThanOrEqual(2);
      expect(new Set(wave.map(s => s.toHost)).size).toBe(wave.length);
    }
    expect(plan.totalMs?.central).toBeGreaterThan(0);
    expect([...rows(life.inventory.store, 'migration')]).toEqual([]);
    await life.bury();
  });

  it('MG-10: what no host takes is a blocker, with the reason and how many hosts say so', async () => {
    const world = createMovesWorld();
    const life = await liveMoves(world);
    const host = busyHost(world, life);
    const huge = on(life, host).find(({ powerState }) => powerState === 'running');
    if (!huge) throw new Error('Nothing runs there');
    Object.assign(nativeOf(world, huge.id), { memoryMiB: 8_388_608 });
    world.dataCentre.touch(nativeOf(world, huge.id));
    await world.clock.advance(1_000);
    const plan = await planFor(life, host);
    expect(plan.blockers).toMatchObject([{ instance: huge.id, reasons: [{ code: 'memory', hosts: 2 }] }]);
    await life.bury();
  });

  it('MG-11: is carried out by operations, after the host is out of service, and the host is empty then', async () => {
    const { world, life, host, plan } = await planned();
    await life.moves.plans.act(admin, plan.id, 'run');
    await world.clock.advance(longMs);
    const done = await life.moves.plans.get(plan.id);
    expect(done).toMatchObject({ state: 'succeeded', progress: 1 });
    for (const { took } of done.steps) expect(took?.totalMs).toBeGreaterThan(0);
    expect(on(life, host)).toEqual([]);
    expect(row(life.inventory.store, 'host', host.id)?.status).toBe('maintenance');
    expect([...rows(life.inventory.store, 'migration')].every(m => m.startedBy === 'drain')).toBe(true);
    const receipt = [...rows(life.inventory.store, 'event')].find(e => e.type === 'migration.receipt');
    expect(receipt?.message).toContain('for maintenance');
    await life.bury();
  });

  it('MG-11: paused it begins nothing more and ends what is under way; resumed it goes on', async () => {
    const { world, life, host, plan } = await planned({ perHost: 1 });
    await life.moves.plans.act(admin, plan.id, 'run');
    await world.clock.advance(2_000);
    await life.moves.plans.act(admin, plan.id, 'pause');
    await world.clock.advance(longMs);
    const paused = await life.moves.plans.get(plan.id);
    expect(paused.state).toBe('paused');
    expect(paused.steps.filter(s => s.state === 'succeeded')).toHaveLength(1);
    await life.moves.plans.act(admin, plan.id, 'resume');
    await world.clock.advance(longMs);
    expect((await life.moves.plans.get(plan.id)).state).toBe('succeeded');
    expect(on(life, host)).toEqual([]);
    await life.bury();
  });

  it('MG-11: cancelled it calls off what is under way, and the rest stays', async () => {
    const { world, life, host, plan } = await planned({ perHost: 1 });
    const before = on(life, host).length;
    await life.moves.plans.act(admin, plan.id, 'run');
    await world.clock.advance(1_500);
    await life.moves.plans.act(admin, plan.id, 'cancel');
    await world.clock.advance(longMs);
    const ended = await life.moves.plans.get(plan.id);
    expect(ended.state).toBe('cancelled');
    expect(ended.steps.every(s => s.state === 'cancelled')).toBe(true);
    expect(on(life, host)).toHaveLength(before);
    await expect(life.moves.plans.act(admin, plan.id, 'run')).rejects.toMatchObject({ status: 409 });
    await life.bury();
  });

  it('MG-11: one that fails pauses it, and is tried again when it is resumed', async () => {
    const { world, life, host, plan } = await planned();
    const [step] = plan.steps.filter(({ method }) => method === 'live');
    if (!step) throw new Error('Nothing moves while it runs');
    const native = nativeOf(world, step.instance);
    const { name } = native;
    native.name = 'fail-migrate';
    await life.moves.plans.act(admin, plan.id, 'run');
    await world.clock.advance(longMs);
    const paused = await life.moves.plans.get(plan.id);
    expect(paused).toMatchObject({ state: 'paused', problem: expect.stringContaining('1 of') });
    native.name = name;
    await life.moves.plans.act(admin, plan.id, 'resume');
    await world.clock.advance(longMs);
    const done = await life.moves.plans.get(plan.id);
    expect(done.state).toBe('succeeded');
    expect(done.steps.find(s => s.instance === step.instance)?.attempt).toBe(2);
    expect(on(life, host)).toEqual([]);
    await life.bury();
  });

  it('MG-11: killed anywhere it goes on, and moves nothing twice', async () => {
    const run = async (diesAt: number) => {
      const world = createMovesWorld();
      const mortal = new Mortal();
      const life = await liveMoves(world, mortal);
      const host = busyHost(world, life);
      await world.clock.advance(500);
      const plan = await planFor(life, host, { perHost: 2 });
      const dying = new Mortal(diesAt);
      mortal.point = name => dying.point(name);
      void life.moves.plans.act(admin, plan.id, 'run');
      for (let passed = 0; passed < longMs && !dying.dead; passed += 1_000) await world.clock.advance(1_000);
      await life.bury();
      return { world, host, plan, points: dying.points };
    };
    const { points } = await run(Number.POSITIVE_INFINITY);
    expect(points).toEqual(
      expect.arrayContaining(['before save plan', 'after save plan', 'before mark host', 'before begin']),
    );
    const telling = points.flatMap((name, at) =>
      /plan|begin|host|migrate|known/.test(name) ? [at + 1] : [],
    );
    // Every kind of point early on, then some of the many that are alike.
    const tried = telling.filter((_, i) => i < 24 || i % 5 === 0);
    for (const diesAt of tried) {
      const { world, host, plan } = await run(diesAt);
      const life = await liveMoves(world);
      await world.clock.advance(longMs);
      const found = await life.moves.plans.get(plan.id);
      for (const count of world.dataCentre.callsByOperation.values())
        expect(count, points[diesAt - 1]).toBe(1);
      if (found.state === 'preview') {
        // It died before anybody was told that it runs.
        expect(diesAt).toBeLessThanOrEqual(2);
      } else {
        expect(found.state, `${points[diesAt - 1]}: ${found.problem}`).toBe('succeeded');
        expect(on(life, host)).toEqual([]);
        const moved = world.moves.all().filter(({ row: kept }) => kept.status === 'succeeded');
        const moves = moved.map(({ row: kept }) => kept.instance);
        expect(new Set(moves).size, 'each once').toBe(moves.length);
      }
      await life.bury();
    }
  });
});

describe('a host out of service', () => {
  it('MG-12: is kept so over restarts, takes nothing new, and comes back as its back end says it is', async () => {
    const world = createMovesWorld();
    const life = await liveMoves(world);
    const host = busyHost(world, life);
    const enter = {
      kind: 'host',
      id: host.id,
      action: 'enterMaintenance',
      args: { reason: 'New memory' },
    } as const;
    await life.operations.submit(admin, enter);
    await world.clock.advance(1_000);
    expect(row(life.inventory.store, 'host', host.id)).toMatchObject({
      status: 'maintenance',
      reason: 'New memory',
    });
    await life.bury();

    const again = await liveMoves(world);
    expect(row(again.inventory.store, 'host', host.id)?.status).toBe('maintenance');
    const other = [...rows(again.inventory.store, 'instance')].find(
      i => i.host !== host.id && i.powerState === 'running',
    );
    if (!other) throw new Error('Nothing runs elsewhere');
    await expect(
      again.operations.submit(admin, {
        kind: 'instance',
        id: other.id,
        action: 'migrate',
        args: { toHost: host.id },
      }),
    ).rejects.toMatchObject({ reasons: [{ code: 'host-maintenance' }] });
    await again.operations.submit(admin, { kind: 'host', id: host.id, action: 'exitMaintenance', args: {} });
    await world.clock.advance(1_000);
    expect(row(again.inventory.store, 'host', host.id)).toMatchObject({ status: 'up', reason: null });
    await again.bury();
  });

  it('MG-14: what if it died says where everything that runs would go, and does nothing', async () => {
    const world = createMovesWorld();
    const life = await liveMoves(world);
    const host = busyHost(world, life);
    await world.clock.advance(500);
    const what = await life.moves.whatIf(host, 'loss');
    const running = on(life, host).filter(({ powerState }) => powerState === 'running');
    expect(what.placed.length + what.homeless.length).toBe(running.length);
    expect(what.placed.every(({ toHost }) => toHost !== host.id)).toBe(true);
    expect(what.untouched).toBe(on(life, host).length - running.length);
    expect(what.placed.map(({ restarts }) => restarts)).not.toContain(true);
    expect([...rows(life.inventory.store, 'migration')]).toEqual([]);
    await life.bury();
  });

  it('MG-14: after a loss, what the cluster or a service keeps comes back elsewhere, and nothing else', async () => {
    const life = await liveMoves(createMovesWorld());
    const host = [...rows(life.inventory.store, 'host')][0];
    if (!host) throw new Error('There is no host');
    const asked = { host, instances: on(life, host), hosts: await life.moves.options.targets(host.backend) };
    const again = (event: 'loss' | 'maintenance', enabled: boolean, hostMonitoring: boolean | null = null) =>
      whatIf({ ...asked, event, availability: { enabled, hostMonitoring, admissionControl: null } }).placed;
    expect(again('loss', true).length).toBeGreaterThan(1);
    expect(again('loss', true).every(({ restarts }) => restarts)).toBe(true);
    expect(again('loss', true, false).some(({ restarts }) => restarts)).toBe(false);
    expect(again('maintenance', true).some(({ restarts }) => restarts)).toBe(false);

    const kept = again('loss', false)[0]?.instance;
    const instances = asked.instances.map(i => (i.id === kept ? { ...i, service: 'web' } : i));
    const { placed } = whatIf({ ...asked, instances, event: 'loss', availability: null });
    expect(placed.filter(({ restarts }) => restarts).map(({ instance }) => instance)).toEqual([kept]);
    await life.bury();
  });
});

it('MG-10: what guests write is measured before the plan is made, and its steps say what they rest on', async () => {
  const { world, life, host } = await planned();
  const busy = on(life, host).find(
    ({ powerState, instanceKind }) => powerState === 'running' && instanceKind === 'vm',
  );
  if (!busy) throw new Error('Nothing runs there');
  Object.assign(nativeOf(world, busy.id), { name: 'busy-migrate' });
  // The measurement of the plan before is too old by then.
  await world.clock.advance(6 * 60_000);
  const { steps } = await planFor(life, host, { autoConverge: false });
  const step = steps.find(({ instance }) => instance === busy.id);
  expect(step?.basis).toBe('measurement');
  expect(['borderline', 'will-not-finish']).toContain(step?.verdict);
  const quiet = steps.filter(({ method, instance }) => method === 'live' && instance !== busy.id);
  for (const other of quiet) expect(other).toMatchObject({ verdict: 'converging', basis: 'measurement' });
  await life.bury();
});

describe('housekeeping', () => {
  it('MG-18: a plan that nobody ran is dropped after a day; one that was run stays', async () => {
    const { world, life, plan, host } = await planned();
    const run = await planFor(life, host);
    await life.moves.plans.act(admin, run.id, 'run');
    await world.clock.advance(1_000);
    await life.moves.plans.act(admin, run.id, 'cancel');
    await world.clock.advance(20_000);
    await life.bury();
    // A later process, a day on: what it finds is swept when it starts, and each hour after that.
    const dayMs = 24 * 3_600_000;
    await world.plans.dropPreviews(new Date(world.clock.now() - dayMs).toISOString());
    expect(await world.plans.get(plan.id)).toBeDefined();
    await world.clock.advance(dayMs);
    const again = await liveMoves(world);
    await world.clock.advance(1_000);
    expect(await world.plans.get(plan.id)).toBeUndefined();
    expect((await world.plans.get(run.id))?.plan.state).toBe('cancelled');
    await again.bury();
  });
});
