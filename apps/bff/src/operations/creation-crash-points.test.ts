import { expect, it } from 'vitest';
import { isFinished } from './operation-record.ts';
import { make, madeIn, maker } from './testing/making.ts';
import { Mortal } from './testing/mortal.ts';
import { createWorld, type Life, live, type World } from './testing/operations-rig.ts';

/** Longer than anything here takes, and than a restarted BFF looks for an answer. */
const longMs = 120_000;
const name = 'made-1';

interface Attempt {
  world: World;
  mortal: Mortal;
  acknowledged: boolean;
}

/** Asks for an instance in a process that dies at that point, and lets time pass. */
async function attempt(diesAt: number): Promise<Attempt> {
  const world = createWorld();
  const mortal = new Mortal();
  const life = await live(world, mortal);
  const dying = new Mortal(diesAt);
  mortal.point = point => dying.point(point).then(() => undefined);
  const made: Attempt = { world, mortal: dying, acknowledged: false };
  void make(life, name).then(() => {
    made.acknowledged = true;
  });
  for (let passed = 0; passed < longMs && !dying.dead; passed += 500) await world.clock.advance(500);
  await life.bury();
  return made;
}

async function recover(world: World, mortal?: Mortal): Promise<Life> {
  const life = await live(world, mortal);
  await world.clock.advance(longMs);
  return life;
}

/** What must hold once everything is quiet, wherever the process died. */
async function expectTruth({ world, acknowledged }: Attempt): Promise<void> {
  const kept = await world.store.newest(100);
  if (acknowledged) expect(kept, 'an acknowledged creation is never lost').toHaveLength(1);
  expect(kept.length).toBeLessThanOrEqual(1);
  for (const count of world.dataCentre.callsByOperation.values()) expect(count, 'never sent twice').toBe(1);
  const made = madeIn(world, name);
  const [record] = kept;
  if (record === undefined) return expect(made, 'nothing is made without an intent on disk').toEqual([]);
  expect(isFinished(record), `it ends (${record.state})`).toBe(true);
  const [one, ...more] = made;
  expect(more).toEqual([]);
  expect(record.state === 'succeeded', `${record.state} ${record.error?.code}`).toBe(one !== undefined);
  if (one) expect(record.target).toBe(`sim:${one.native}`);
  const reserved = await world.store.reservations();
  expect(reserved.map(({ endedAt }) => endedAt !== null)).toEqual(one ? [true] : []);
  expect(JSON.stringify(record), 'secrets are forgotten').not.toContain('secret');
}

const pointsOf = async () => (await attempt(Number.POSITIVE_INFINITY)).mortal.points;

it('OP-15: a creation is neither lost nor doubled wherever the process is killed', async () => {
  const points = await pointsOf();
  expect(points).toEqual(
    expect.arrayContaining([
      'after begin',
      'before create',
      'after identified',
      'after create',
      'after audit',
    ]),
  );
  for (let diesAt = 1; diesAt <= points.length; diesAt++) {
    const made = await attempt(diesAt);
    expect(made.mortal.dead, points[diesAt - 1]).toBe(true);
    await (await recover(made.world)).bury();
    await expectTruth(made);
  }
});

it('OP-15: killed again while finding out, it still finds out', async () => {
  const points = await pointsOf();
  let twice = 0;
  for (let diesAt = 1; diesAt <= points.length; diesAt++) {
    for (let again = 1; again <= 8; again++) {
      const made = await attempt(diesAt);
      const second = new Mortal(again);
      await (await recover(made.world, second)).bury();
      if (second.dead) twice++;
      await (await recover(made.world)).bury();
      await expectTruth(made);
    }
  }
  expect(twice).toBeGreaterThan(20);
});

it('OP-4: repeated with its key after a crash it is made once', async () => {
  const points = await pointsOf();
  for (let diesAt = 1; diesAt <= points.length; diesAt++) {
    const made = await attempt(diesAt);
    const life = await recover(made.world);
    const [operation] = await make(life, name);
    await made.world.clock.advance(longMs);
    expect((await made.world.store.newest(10)).map(({ id }) => id)).toEqual([operation?.id]);
    await life.bury();
    await expectTruth({ ...made, acknowledged: true });
  }
});

it('OP-16: cancelled, nothing of it is left, neither there nor in the quota', async () => {
  const world = createWorld();
  const life = await live(world);
  const [operation] = await make(life, 'hang-create-1');
  await world.clock.advance(2_000);
  await life.operations.cancel(maker, operation?.id ?? '');
  await world.clock.advance(5_000);
  expect(await world.store.newest(1)).toMatchObject([{ state: 'cancelled' }]);
  expect(madeIn(world, 'hang-create-1')).toEqual([]);
  expect(await world.store.reservations()).toEqual([]);
  await life.bury();
});

it('OP-16: failed, what was reserved is given back, once', async () => {
  const world = createWorld();
  const life = await live(world);
  await make(life, 'fail-create-1');
  expect(await world.store.reservations()).toHaveLength(1);
  await world.clock.advance(longMs);
  expect(await world.store.newest(1)).toMatchObject([
    { state: 'failed', error: { code: 'backend.refused' } },
  ]);
  expect(await world.store.reservations()).toEqual([]);
  await life.bury();
});
