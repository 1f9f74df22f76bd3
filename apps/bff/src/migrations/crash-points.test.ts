import { expect, it, vi } from 'vitest';
import { isFinished } from '../operations/operation-record.ts';
import { Mortal } from '../operations/testing/mortal.ts';
import { liveMoves, migrate, type MovesWorld, nativeOf } from './testing/moves-rig.ts';
import { startedWorld } from './testing/started-moves.ts';

vi.setConfig({ testTimeout: 240_000 });

/** Longer than the move takes. */
const longMs = 40_000;

interface Attempt {
  world: MovesWorld;
  id: string;
  mortal: Mortal;
  from: string;
  acknowledged: boolean;
  /** The most that was shown of its progress. */
  shown: number;
}

/** Asks for a move in a process that dies at that point, and lets time pass. */
async function attempt(diesAt: number): Promise<Attempt> {
  const mortal = new Mortal();
  const { world, life, guest } = await startedWorld({ memoryMiB: 2_048, mortal });
  const { id } = guest;
  const dying = new Mortal(diesAt);
  mortal.point = async name => {
    await dying.point(name).finally(() => undefined);
  };
  const made: Attempt = {
    world,
    id,
    mortal: dying,
    from: nativeOf(world, id).host.name,
    acknowledged: false,
    shown: 0,
  };
  void migrate(life, id, {}, 'once').then(() => {
    made.acknowledged = true;
  });
  for (let passed = 0; passed < longMs && !dying.dead; passed += 500) await world.clock.advance(500);
  mortal.dead = true;
  made.shown = Math.max(0, ...life.frames.map(({ row }) => row.progress ?? 0));
  await life.bury();
  return made;
}

async function recover(world: MovesWorld, mortal?: Mortal) {
  const life = await liveMoves(world, mortal);
  await world.clock.advance(longMs);
  return life;
}

/** What must hold once everything is quiet, wherever the process died. */
async function expectTruth(
  { world, id, from, acknowledged, shown }: Attempt,
  frames: readonly number[],
): Promise<void> {
  const kept = await world.operations.newest(10);
  if (acknowledged) expect(kept, 'an acknowledged move is never lost').toHaveLength(1);
  for (const count of world.dataCentre.callsByOperation.values()) expect(count, 'never begun twice').toBe(1);
  const moved = nativeOf(world, id).host.name !== from;
  const [record] = kept;
  if (record === undefined) return expect(moved, 'nothing moves without an intent on disk').toBe(false);
  expect(isFinished(record), record.state).toBe(true);
  expect(record.state === 'succeeded', `${record.state} ${record.error?.code} is the truth`).toBe(moved);
  const rows = world.moves.all();
  expect(rows, 'one row a move').toHaveLength(1);
  expect(rows[0]?.row.status, 'the row says the same as the operation').toBe(record.state);
  const least = record.state === 'succeeded' ? shown : 0;
  for (const progress of frames)
    expect(progress, 'what was shown is not taken back').toBeGreaterThanOrEqual(least);
}

const progressOf = (life: Awaited<ReturnType<typeof liveMoves>>) =>
  life.frames.filter(({ row }) => row.status === 'running').map(({ row }) => row.progress ?? 0);

it('MG-5: a move is neither lost nor doubled wherever the process is killed', async () => {
  const { mortal } = await attempt(Number.POSITIVE_INFINITY);
  const { points } = mortal;
  expect(points).toEqual(
    expect.arrayContaining([
      'after begin',
      'before save move',
      'before bind',
      'after bind',
      'before save shown',
      'before migrate',
      'after migrate',
    ]),
  );
  // Writes of progress repeat; a few of them are as good as all.
  const repeated = points.flatMap((name, at) => (name.endsWith('save shown') ? [at + 1] : []));
  const some = new Set(repeated.filter((_, i) => i % 6 === 0));
  for (let diesAt = 1; diesAt <= points.length; diesAt++) {
    if (repeated.includes(diesAt) && !some.has(diesAt)) continue;
    const made = await attempt(diesAt);
    expect(made.mortal.dead, points[diesAt - 1]).toBe(true);
    const life = await recover(made.world);
    await life.bury();
    await expectTruth(made, progressOf(life));
  }
});

it('MG-5: killed again while it is followed, it is followed once more', async () => {
  const { mortal } = await attempt(Number.POSITIVE_INFINITY);
  const bound = mortal.points.indexOf('after bind') + 1;
  for (const diesAt of [bound, bound + 4, bound + 9]) {
    for (let again = 1; again <= 12; again++) {
      const made = await attempt(diesAt);
      await (await recover(made.world, new Mortal(again))).bury();
      const life = await recover(made.world);
      await life.bury();
      await expectTruth(made, progressOf(life));
    }
  }
});
