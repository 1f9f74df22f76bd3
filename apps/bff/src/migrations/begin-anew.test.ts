import { describe, expect, it, vi } from 'vitest';
import { rows } from '../inventory/resource-row.ts';
import { Mortal } from '../operations/testing/mortal.ts';
import { refuseLacking } from './begin-anew.ts';
import { admin, liveMoves, moveOf, type MovesLife, type MovesWorld, nativeOf } from './testing/moves-rig.ts';
import { startedMove } from './testing/started-moves.ts';

/** Real time: the machine may be busy with other things. */
vi.setConfig({ testTimeout: 600_000 });
const longMs = 90_000;
/** Longer than what a crash left needs to be found out and gone on with. */
const settleMs = 20_000;

const anew = (life: MovesLife, id: string, args: object, idempotencyKey?: string) =>
  life.operations.submit(admin, { kind: 'migration', id, action: 'beginAnew', args, idempotencyKey });

/** One that will not end by itself, as it runs. */
const stuck = (mortal?: Mortal) => startedMove({ memoryMiB: 4_096, busy: true, forMs: 8_000, mortal });

const movesOf = (world: MovesWorld) => world.moves.all().map(({ row: move }) => move);

describe('a move that is begun anew', () => {
  it('MG-15: is called off, waited for, and begun with what it lacked, to the same host', async () => {
    const { world, life, guest, id } = await stuck();
    const old = moveOf(life, id);
    const asked = await anew(life, old.id, { postCopy: true, bandwidth: 2e9 });
    await world.clock.advance(10_000);
    expect(moveOf(life, id).status).toBe('cancelled');
    const operation = await life.operations.get(admin, asked.id);
    expect(operation?.error).toBeNull();
    expect(operation).toMatchObject({ status: 'succeeded', target: old.id });
    expect(operation?.phases.map(({ name }) => name)).toEqual(['call-off', 'wait-at-source', 'begin-anew']);
    const [fresh, ...more] = [...rows(life.inventory.store, 'migration')].filter(m => m.id !== old.id);
    expect(more).toEqual([]);
    expect(operation?.message).toContain(fresh?.operation);
    expect(fresh).toMatchObject({
      status: 'running',
      instance: guest.id,
      toHost: old.toHost,
      startedBy: 'user',
    });
    expect(fresh?.limits).toMatchObject({ postCopy: true, bandwidth: 2e9 });
    await life.bury();
  });

  it('MG-15: an option that its back end lacks is refused with the reason, and nothing is called off', async () => {
    const { world, life, id } = await stuck();
    await expect(anew(life, moveOf(life, id).id, { parallel: 4 })).rejects.toMatchObject({
      status: 409,
      reasons: [{ code: 'option.missing', message: expect.stringContaining('parallel') }],
    });
    await expect(anew(life, moveOf(life, id).id, {})).rejects.toMatchObject({ code: 'request.invalid' });
    await world.clock.advance(2_000);
    expect(moveOf(life, id).status).toBe('running');
    await life.bury();
  });

  it('MG-15: one that arrives first is left where it is', async () => {
    const { world, life, guest, id } = await startedMove({ memoryMiB: 16_384 });
    const copied = () => moveOf(life, id).phase === 'copy-memory';
    for (let passed = 0; passed < longMs && !copied(); passed += 250) await world.clock.advance(250);
    const native = nativeOf(world, guest.id);
    const move = world.dataCentre.moves.runningOn(native.native);
    if (!move) throw new Error('It is not being moved');
    // The call comes too late: it is over there by now.
    move.pointOfNoReturn = true;
    const asked = await anew(life, moveOf(life, id).id, { postCopy: true });
    await world.clock.advance(longMs);
    expect(await life.operations.get(admin, asked.id)).toMatchObject({
      status: 'succeeded',
      message: expect.stringContaining('arrived'),
    });
    expect(movesOf(world)).toMatchObject([{ status: 'succeeded' }]);
    await life.bury();
  });

  it('MG-15: one that others began is not for us to begin anew', async () => {
    expect(() => refuseLacking({ postCopy: true }, null)).not.toThrow();
    const { life, id } = await stuck();
    const own = moveOf(life, id);
    life.inventory.publish([{ ...own, id: 'sim:others', operation: null }]);
    await expect(anew(life, 'sim:others', { postCopy: true })).rejects.toMatchObject({
      reasons: [{ code: 'state.outside' }],
    });
    await life.bury();
  });

  it('MG-15: killed anywhere, it goes on, and the move is begun anew once', async () => {
    const { points } = (await killed(Number.POSITIVE_INFINITY)).dying;
    expect(points).toEqual(
      expect.arrayContaining(['after begin', 'before save cancelled', 'before bind', 'after bind']),
    );
    // The chain looks again and again: the first and the last time are as good as all.
    const some = points.flatMap((name, at) =>
      points.indexOf(name) === at || points.lastIndexOf(name) === at ? [at + 1] : [],
    );
    for (const diesAt of some) {
      const { world, dying, acknowledged, old, guest } = await killed(diesAt);
      const where = points[diesAt - 1];
      expect(dying.dead, where).toBe(true);
      const life = await liveMoves(world);
      await world.clock.advance(settleMs);
      await life.bury();
      for (const count of world.dataCentre.callsByOperation.values())
        expect(count, 'never begun twice').toBe(1);
      const chain = (await world.operations.newest(20)).find(({ action }) => action === 'beginAnew');
      if (acknowledged) expect(chain, 'an acknowledged one is never lost').toBeDefined();
      const begun = [...world.dataCentre.callsByOperation.keys()].filter(id => `sim:${id}` !== old);
      if (chain === undefined) {
        expect(begun, where).toEqual([]);
        continue;
      }
      expect(chain, where).toMatchObject({
        state: 'succeeded',
        message: expect.stringContaining('begun anew'),
      });
      expect(begun, where).toHaveLength(1);
      const [fresh] = movesOf(world).filter(({ operation }) => operation === begun[0]);
      expect(fresh, where).toMatchObject({ status: 'running', instance: guest });
      expect(chain.message).toContain(begun[0]);
      expect((await world.operations.get(begun[0] ?? ''))?.args).toMatchObject({ postCopy: true });
    }
  });
});

/** A chain whose process dies at that point after it was asked for. */
async function killed(diesAt: number) {
  const mortal = new Mortal();
  const { world, life, id, guest } = await stuck(mortal);
  const old = moveOf(life, id).id;
  const dying = new Mortal(diesAt);
  mortal.point = name => dying.point(name);
  let acknowledged = false;
  void anew(life, old, { postCopy: true }, 'once').then(() => {
    acknowledged = true;
  });
  for (let passed = 0; passed < 12_000 && !dying.dead; passed += 500) await world.clock.advance(500);
  mortal.dead = true;
  await life.bury();
  return { world, dying, acknowledged, old, guest: guest.id };
}
