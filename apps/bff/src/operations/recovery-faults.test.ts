import { describe, expect, it } from 'vitest';
import { isFinished } from './operation-record.ts';
import { reconcileMs } from './deadlines.ts';
import { type Fault, Faulty } from './testing/faulty.ts';
import { make, madeIn } from './testing/making.ts';
import { Mortal } from './testing/mortal.ts';
import { createWorld, live, type World } from './testing/operations-rig.ts';

/** Every call of a recovery that can go wrong; how long a creation may take is its own deadline's business (OP-13). */
const calls = /^(save|audit|resolve)/;
const name = 'made-1';
/** The longest that anybody has to wait for an end after a restart. */
const patienceMs = reconcileMs + 5 * 60_000;

/** Asks for an instance in a process that is killed at that point; what is asked of the world goes on. */
async function killedAt(diesAt: number): Promise<{ world: World; point: string | undefined }> {
  const world = createWorld();
  const mortal = new Mortal();
  const life = await live(world, mortal);
  const dying = new Mortal(diesAt);
  mortal.point = point => dying.point(point);
  void make(life, name);
  for (let passed = 0; passed < 60_000 && !dying.dead; passed += 500) await world.clock.advance(500);
  await life.bury();
  return { world, point: dying.dead ? dying.points.at(-1) : undefined };
}

/** One restart in which one call goes wrong: everything has ended within the time that is promised. */
async function recoverWith(world: World, faulty: Faulty) {
  const life = await live(world, faulty);
  await world.clock.advance(patienceMs);
  const kept = await world.store.newest(10);
  const shown = [...life.inventory.store.all('operation')].map(({ status }) => status);
  await life.bury();
  return { kept, shown };
}

describe.each<Fault>(['silent', 'away', 'broken'])(
  'OP-8: a call that is %s while a restarted Orrery finds out',
  fault => {
    it('holds up no operation: wherever the process was killed, each one ends', async () => {
      const hits = new Set<string>();
      for (let diesAt = 1; ; diesAt++) {
        const first = await killedAt(diesAt);
        if (first.point === undefined) break;
        for (let at = 1; at <= 6; at++) {
          const { world, point } = at === 1 ? first : await killedAt(diesAt);
          const faulty = new Faulty(at, fault, calls);
          const { kept, shown } = await recoverWith(world, faulty);
          if (faulty.hit === null) break;
          hits.add(faulty.hit);
          const which = `killed at ${point}, ${faulty.hit} (${at}) ${fault}`;
          expect(
            kept.filter(record => !isFinished(record)),
            which,
          ).toEqual([]);
          expect(
            shown.filter(status => status === 'running' || status === 'queued'),
            which,
          ).toEqual([]);
          // What is there is what is told, unless it was told that nobody knows.
          const [record] = kept;
          if (record?.error?.code !== 'operation.outcome-unknown')
            expect(madeIn(world, name).length, which).toBe(record?.state === 'succeeded' ? 1 : 0);
        }
      }
      expect([...hits]).toEqual(
        expect.arrayContaining(['resolve', 'audit', 'save failed', 'save succeeded']),
      );
    });
  },
);
