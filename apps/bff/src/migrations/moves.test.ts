import { describe, expect, it, vi } from 'vitest';
import { row, rows } from '../inventory/resource-row.ts';
import { person } from '../operations/testing/operations-rig.ts';
import { admin, liveMoves, migrate, moveOf, type MovesLife, nativeOf } from './testing/moves-rig.ts';
import { startedMove, startedWorld } from './testing/started-moves.ts';

const longMs = 200_000;
/** Real time: the machine may be busy with other things. */
vi.setConfig({ testTimeout: 120_000 });

const operationOf = async (life: MovesLife, id: string) => {
  const found = await life.operations.get(admin, id);
  if (!found) throw new Error(`There is no operation ${id}`);
  return found;
};
const steer = (life: MovesLife, id: string, action: string, args: object = {}) =>
  life.operations.submit(admin, { kind: 'migration', id, action, args });

describe('a move', () => {
  it('MG-1: the row and the operation tell the same, phase by phase, and where the instance is then', async () => {
    const { world, life, guest, id } = await startedMove();
    await world.clock.advance(longMs);
    const move = moveOf(life, id);
    const operation = await operationOf(life, id);
    expect(move).toMatchObject({ status: 'succeeded', progress: 1, startedBy: 'user', instance: guest.id });
    expect(move.phases.map(({ name }) => name)).toEqual([
      'check',
      'prepare',
      'copy-memory',
      'switch-over',
      'finish',
      'verify',
    ]);
    expect(operation.phases.map(({ name }) => name)).toEqual(move.phases.map(({ name }) => name));
    expect(row(life.inventory.store, 'instance', guest.id)?.host).toBe(move.toHost);
    expect(move.toHost).not.toBe(guest.host);
    expect(move.result).toMatchObject({ guestCheck: { survived: true } });
    expect(move.result?.pauseMs).toBeGreaterThan(0);
    expect(move.result?.bytes).toBeGreaterThan(1e9);
    expect(move.predicted?.bytes?.central).toBeGreaterThan(1e9);
    await life.bury();
  });

  it('MG-2: between two and four frames a second while it is copied', async () => {
    const { world, life, id } = await startedMove({ memoryMiB: 32_768 });
    await world.clock.advance(longMs);
    const copied = life.frames.filter(
      ({ row: r }) => r.operation === id && r.phase === 'copy-memory' && r.forecast,
    );
    const gaps = copied.slice(1).map(({ at }, i) => at - (copied[i]?.at ?? 0));
    expect(copied.length).toBeGreaterThan(40);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(250);
    expect(Math.max(...gaps)).toBeLessThanOrEqual(500);
    await life.bury();
  });

  it('MG-3: progress never goes back, nor over restarts', async () => {
    const { world, life: first, id } = await startedMove({ memoryMiB: 65_536 });
    let life = first;
    const seen: number[] = [];
    const note = () =>
      seen.push(...life.frames.flatMap(({ row: r }) => (r.operation === id ? [r.progress ?? 0] : [])));
    for (let restart = 0; restart < 4; restart++) {
      await world.clock.advance(7_300);
      note();
      await life.bury();
      life = await liveMoves(world);
    }
    await world.clock.advance(longMs);
    note();
    expect(seen.length).toBeGreaterThan(50);
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
    expect(seen.at(-1)).toBe(1);
    expect(moveOf(life, id)).toMatchObject({
      status: 'succeeded',
      result: { guestCheck: { survived: true } },
    });
    await life.bury();
  });

  it('MG-5: after a restart it is followed again within five seconds, and goes on with samples', async () => {
    const { world, life, id } = await startedMove({ memoryMiB: 65_536 });
    await world.clock.advance(10_000);
    await life.bury();
    const again = await liveMoves(world);
    await world.clock.advance(2_000);
    const frames = again.frames.filter(({ row: r }) => r.operation === id && r.memory !== null);
    expect(frames.length).toBeGreaterThan(4);
    expect(frames.at(-1)?.row).toMatchObject({ status: 'running', phase: 'copy-memory' });
    await again.bury();
  });

  it('MG-5: what was predicted, and the remedies, are known after a restart too', async () => {
    const { world, life, id } = await startedMove({
      memoryMiB: 65_536,
      busy: true,
      args: { postCopy: true },
    });
    await world.clock.advance(4_000);
    const { predicted } = moveOf(life, id);
    await life.bury();
    const again = await liveMoves(world);
    await world.clock.advance(longMs);
    const move = moveOf(again, id);
    expect(move.predicted).toEqual(predicted);
    expect(move.forecast?.verdict).toBe('will-not-finish');
    expect(move.forecast?.remedies.map(({ kind, applies }) => `${kind} ${applies}`)).toContain(
      'post-copy now',
    );
    await again.bury();
  });

  it('MG-4: has a day, and is called off through the operation and through the row alike', async () => {
    for (const by of ['operation', 'row'] as const) {
      const { world, life, guest, id } = await startedMove({ memoryMiB: 65_536, busy: true });
      // Longer than any other action may take that nobody calls off.
      await world.clock.advance(6 * 60_000);
      const move = moveOf(life, id);
      expect(move).toMatchObject({ status: 'running', cancellable: true });
      if (by === 'operation') await life.operations.cancel(admin, id);
      else await steer(life, move.id, 'cancel');
      await world.clock.advance(5_000);
      expect(moveOf(life, id).status).toBe('cancelled');
      expect((await operationOf(life, id)).status).toBe('cancelled');
      expect(row(life.inventory.store, 'instance', guest.id)).toMatchObject({
        host: guest.host,
        status: 'running',
      });
      await life.bury();
    }
  });

  it('MG-6: one that will not finish is said so, and does with what is advised', async () => {
    const { world, life, id } = await startedMove({ memoryMiB: 16_384, busy: true });
    await world.clock.advance(120_000);
    const move = moveOf(life, id);
    expect(move.forecast?.verdict).toBe('will-not-finish');
    const advice = move.forecast?.remedies.find(
      ({ kind, applies }) => kind === 'downtime' && applies === 'now',
    );
    expect(advice?.value).toBeGreaterThan(300);
    const done = await steer(life, move.id, 'setDowntime', { milliseconds: advice?.value });
    await world.clock.advance(120_000);
    expect(await operationOf(life, done.id)).toMatchObject({ status: 'succeeded', targetKind: 'migration' });
    expect(moveOf(life, id)).toMatchObject({ status: 'succeeded' });
    await expect(steer(life, move.id, 'setDowntime', { milliseconds: 5 })).rejects.toMatchObject({
      code: 'action.refused',
      status: 409,
    });
    await life.bury();
  });

  it('MG-6: is switched to post-copy, from where there is no way back', async () => {
    const { world, life, id } = await startedMove({
      memoryMiB: 65_536,
      busy: true,
      args: { postCopy: true },
    });
    await world.clock.advance(20_000);
    await steer(life, moveOf(life, id).id, 'startPostCopy');
    await world.clock.advance(2_000);
    expect(moveOf(life, id)).toMatchObject({ phase: 'post-copy', pointOfNoReturn: true, cancellable: false });
    await expect(steer(life, moveOf(life, id).id, 'cancel')).rejects.toMatchObject({
      code: 'action.refused',
    });
    await world.clock.advance(longMs);
    expect(moveOf(life, id).status).toBe('succeeded');
    await life.bury();
  });

  it('MG-7: a host that is refused is refused with every reason', async () => {
    const { life, guest } = await startedWorld();
    const here = guest.host ?? '';
    await expect(migrate(life, guest.id, { toHost: here })).rejects.toMatchObject({
      status: 409,
      reasons: [{ code: 'same-host' }],
    });
    await expect(migrate(life, guest.id, { toHost: 'sim:nowhere' })).rejects.toMatchObject({ status: 409 });
    await life.bury();
  });

  it('MG-8: room on a host is counted on once, by those that are on their way too', async () => {
    const { world, life, guest } = await startedWorld({ memoryMiB: 4_096 });
    const target = [...rows(life.inventory.store, 'host')].find(({ id }) => id !== guest.host);
    if (!target) throw new Error('There is no other host');
    const free = target.memoryMiB - target.memoryPromisedMiB;
    const others = [...rows(life.inventory.store, 'instance')].filter(
      i => i.powerState === 'running' && i.host !== target.id,
    );
    const [first, second] = others;
    if (!first || !second) throw new Error('There are not two to move');
    for (const { id } of [first, second]) {
      const memoryMiB = Math.floor(free * 0.7);
      Object.assign(nativeOf(world, id), { memoryMiB, memoryUsedMiB: memoryMiB, cpuPercent: 2 });
      world.dataCentre.touch(nativeOf(world, id));
    }
    await world.clock.advance(1_000);
    await migrate(life, first.id, { toHost: target.id });
    await expect(migrate(life, second.id, { toHost: target.id })).rejects.toMatchObject({
      reasons: [expect.objectContaining({ code: 'memory' })],
    });
    await life.bury();
  });

  it('MG-9: owners get a receipt without hosts; the rows are for those who see the fleet', async () => {
    const { world, life, id } = await startedMove();
    await world.clock.advance(longMs);
    const receipt = [...rows(life.inventory.store, 'event')].find(({ type }) => type === 'migration.receipt');
    expect(receipt?.message).toMatch(/was moved at \d\d:\d\d UTC, \d+ ms pause/);
    for (const { name } of rows(life.inventory.store, 'host')) expect(receipt?.message).not.toContain(name);
    const tenant = person('tom', { projects: { p1: 'manager' } });
    expect(tenant.scope.sees(moveOf(life, id))).toBe(false);
    await life.bury();
  });
});
