import { expect, it } from 'vitest';
import type { OperationRecord } from './operation-record.ts';
import { isFinished } from './operation-record.ts';
import { Mortal } from './testing/mortal.ts';
import { createWorld, live, native, person, someInstance, type World } from './testing/operations-rig.ts';

const admin = person('ada', { role: 'admin' });
/** Longer than anything here takes, and than a restarted BFF looks for an answer. */
const longMs = 90_000;

interface Case {
  action: string;
  from: 'running' | 'stopped';
  args: Record<string, unknown>;
  /** What the data centre looks like when it happened. */
  happened: (world: World, id: string) => boolean;
}

const powerIs = (power: string) => (world: World, id: string) => native(world, id)?.powerState === power;
const cases: Case[] = [
  { action: 'start', from: 'stopped', args: {}, happened: powerIs('running') },
  { action: 'stop', from: 'running', args: {}, happened: powerIs('stopped') },
  { action: 'forceStop', from: 'running', args: {}, happened: powerIs('stopped') },
  { action: 'pause', from: 'running', args: {}, happened: powerIs('paused') },
  { action: 'suspend', from: 'running', args: {}, happened: powerIs('suspended') },
  {
    action: 'rename',
    from: 'stopped',
    args: { name: 'renamed' },
    happened: (w, id) => native(w, id)?.name === 'renamed',
  },
  { action: 'delete', from: 'stopped', args: {}, happened: (w, id) => native(w, id) === undefined },
];

interface Attempt {
  world: World;
  id: string;
  mortal: Mortal;
  acknowledged: boolean;
}

/** Asks for the action in a process that dies at that point, and lets time pass. */
async function attempt({ action, from, args }: Case, diesAt: number): Promise<Attempt> {
  const world = createWorld();
  // Points are counted from the request on: the start of the process has its own test.
  const mortal = new Mortal();
  const life = await live(world, mortal);
  const dying = new Mortal(diesAt);
  mortal.point = name => dying.point(name).then(() => undefined);
  const { id } = someInstance(life, from);
  const made: Attempt = { world, id, mortal: dying, acknowledged: false };
  void life.operations
    .submit(admin, { kind: 'instance', id, action, args, idempotencyKey: 'once' })
    .then(() => {
      made.acknowledged = true;
    });
  for (let passed = 0; passed < longMs && !dying.dead; passed += 500) await world.clock.advance(500);
  await life.bury();
  return made;
}

async function recover(world: World, mortal?: Mortal) {
  const life = await live(world, mortal);
  await world.clock.advance(longMs);
  return life;
}

async function records(world: World): Promise<OperationRecord[]> {
  return world.store.newest(100);
}

/** What must hold once everything is quiet, wherever the process died. */
async function expectTruth(test: Case, { world, id, acknowledged }: Attempt): Promise<void> {
  const kept = await records(world);
  if (acknowledged) expect(kept, 'an acknowledged operation is never lost').toHaveLength(1);
  expect(kept.length).toBeLessThanOrEqual(1);
  for (const count of world.dataCentre.callsByOperation.values()) expect(count, 'never sent twice').toBe(1);
  const happened = test.happened(world, id);
  const [record] = kept;
  if (record === undefined) return expect(happened, 'nothing happens without an intent on disk').toBe(false);
  expect(isFinished(record), `it ends (${record.state})`).toBe(true);
  expect(record.state === 'succeeded', `${record.state} ${record.error?.code} is the truth`).toBe(happened);
  const ends = world.audit.filter(({ detail }) => detail['operation'] === record.id);
  expect(new Set(ends.map(({ outcome }) => outcome)).size, 'the audit log knows one end').toBe(1);
}

async function pointsOf(test: Case): Promise<string[]> {
  const { mortal } = await attempt(test, Number.POSITIVE_INFINITY);
  return mortal.points;
}

it.each(cases)('OP-8: $action is neither lost nor doubled wherever the process is killed', async test => {
  const points = await pointsOf(test);
  expect(points).toEqual(
    expect.arrayContaining([
      'before begin',
      'after begin',
      'before act',
      'after act',
      'before audit',
      'after audit',
    ]),
  );
  for (let diesAt = 1; diesAt <= points.length; diesAt++) {
    const made = await attempt(test, diesAt);
    expect(made.mortal.dead, points[diesAt - 1]).toBe(true);
    await (await recover(made.world)).bury();
    await expectTruth(test, made);
  }
});

it('OP-8: killed again while finding out what became of it, it still finds out', async () => {
  const [start] = cases;
  if (start === undefined) throw new Error('There is no case');
  const points = await pointsOf(start);
  let twice = 0;
  for (let diesAt = 1; diesAt <= points.length; diesAt++) {
    for (let again = 1; again <= 12; again++) {
      const made = await attempt(start, diesAt);
      const second = new Mortal(again);
      await (await recover(made.world, second)).bury();
      if (second.dead) twice++;
      await (await recover(made.world)).bury();
      await expectTruth(start, made);
    }
  }
  expect(twice).toBeGreaterThan(50);
});

it('OP-4: a client that never got its answer repeats the request with its key, and it is done once', async () => {
  const [start] = cases;
  if (start === undefined) throw new Error('There is no case');
  const points = await pointsOf(start);
  for (let diesAt = 1; diesAt <= points.length; diesAt++) {
    const made = await attempt(start, diesAt);
    const life = await recover(made.world);
    const call = {
      kind: 'instance',
      id: made.id,
      action: 'start',
      args: {},
      idempotencyKey: 'once',
    } as const;
    const operation = await life.operations.submit(admin, call);
    await made.world.clock.advance(longMs);
    expect((await records(made.world)).map(({ id }) => id)).toEqual([operation.id]);
    await life.bury();
    await expectTruth(start, made);
  }
});

/** The process dies as soon as the intent is on disk. */
async function unsentIntent(): Promise<Attempt> {
  const [start] = cases;
  if (start === undefined) throw new Error('There is no case');
  const points = await pointsOf(start);
  return attempt(start, points.indexOf('after begin') + 1);
}

it('OP-7: an intent that was never sent is begun once after a restart', async () => {
  const { world, id } = await unsentIntent();
  expect(await world.store.unfinished()).toMatchObject([{ target: id, sentAt: null }]);
  await (await recover(world)).bury();
  expect(await records(world)).toMatchObject([{ state: 'succeeded' }]);
  expect([...world.dataCentre.callsByOperation.values()]).toEqual([1]);
});

it('OP-7: after a long outage nobody expects it any more: it ends as not started', async () => {
  const { world } = await unsentIntent();
  await world.clock.advance(5 * 60_000);
  await (await recover(world)).bury();
  expect(await records(world)).toMatchObject([{ state: 'failed', error: { code: 'operation.not-started' } }]);
  expect(world.dataCentre.callsByOperation.size).toBe(0);
});

it('OP-5: that it is sent is on disk before the backend is called, and the backend’s task right after', async () => {
  const world = createWorld();
  const life = await live(world);
  const { id } = someInstance(life, 'stopped');
  const call = world.dataCentre.call.bind(world.dataCentre);
  let before: OperationRecord | undefined;
  let looking: Promise<unknown> = Promise.resolve();
  world.dataCentre.call = asked => {
    looking = world.store.get(asked.operation ?? '').then(record => {
      before = record;
    });
    return call(asked);
  };
  const { id: operation } = await life.operations.submit(admin, {
    kind: 'instance',
    id,
    action: 'start',
    args: {},
  });
  await world.clock.advance(300);
  await looking;
  expect(before).toMatchObject({ state: 'running', sentAt: expect.any(String), handle: null });
  expect(await world.store.get(operation)).toMatchObject({ handle: expect.stringMatching(/^task-/) });
  await life.bury();
});
