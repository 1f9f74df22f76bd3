import type { Instance } from '@orrery/contract/resources/instance.ts';
import type { OutsideMove } from '@orrery/provider-kit/migrator.ts';
import { moveOutside } from '@orrery/provider-simulator/migration/moving.ts';
import { describe, expect, it, vi } from 'vitest';
import { row, rows } from '../inventory/resource-row.ts';
import {
  admin,
  createMovesWorld,
  liveMoves,
  migrate,
  moveOf,
  type MovesLife,
  type MovesWorld,
  nativeOf,
  quietGuest,
} from './testing/moves-rig.ts';

const longMs = 200_000;
/** Real time: the machine may be busy with other things. */
vi.setConfig({ testTimeout: 120_000 });

async function started(memoryMiB?: number) {
  const world = createMovesWorld();
  const life = await liveMoves(world);
  return { world, life, guest: quietGuest(world, life, memoryMiB) };
}

/** To some other host, without anybody having asked here. */
function movesByItself(world: MovesWorld, id: string, startedBy: 'outside' | 'balancer'): void {
  const native = nativeOf(world, id);
  const to = world.dataCentre.world.hosts.find(host => host !== native.host);
  if (!to || !moveOutside(world.dataCentre, native, { to, startedBy }))
    throw new Error('Nothing moves by itself');
}

const steer = (life: MovesLife, id: string, action: string, args: object = {}) =>
  life.operations.submit(admin, { kind: 'migration', id, action, args });

const outsideMove = (
  { id: instance, host: fromHost }: Instance,
  told: Pick<OutsideMove, 'id' | 'startedAt'> & Partial<OutsideMove>,
): OutsideMove => ({
  instance,
  method: 'live',
  fromHost,
  startedBy: 'outside',
  by: null,
  phase: 'copy-memory',
  ended: null,
  ...told,
});

describe('a move of others', () => {
  it('MG-13: is called off from here where its back end lets us, and goes on where it was', async () => {
    const { world, life, guest } = await started(65_536);
    movesByItself(world, guest.id, 'outside');
    await world.clock.advance(4_000);
    const [move] = [...rows(life.inventory.store, 'migration')];
    if (!move) throw new Error('It is not told of');
    expect(move).toMatchObject({ status: 'running', operation: null, cancellable: true });
    await steer(life, move.id, 'cancel');
    await world.clock.advance(5_000);
    expect(row(life.inventory.store, 'migration', move.id)).toMatchObject({
      status: 'cancelled',
      error: null,
    });
    expect(row(life.inventory.store, 'instance', guest.id)).toMatchObject({
      host: guest.host,
      status: 'running',
    });
    await life.bury();
  });

  it('MG-13: it is cancelled once it was found where it was, whatever its row says of that yet', async () => {
    const { world, life, guest } = await started(65_536);
    const at = new Date(world.clock.now()).toISOString();
    const move = outsideMove(guest, {
      id: 'sim:job',
      startedAt: at,
      cancellable: true,
      fromHost: 'sim:there',
    });
    life.inventory.moved('sim', move);
    await world.clock.advance(1_000);
    await steer(life, move.id, 'cancel');
    await world.clock.advance(1_000);
    const ended = { state: 'failed', message: 'It is where it was', at, stayed: true } as const;
    life.inventory.moved('sim', { ...move, ended });
    expect(row(life.inventory.store, 'migration', move.id)).toMatchObject({
      status: 'cancelled',
      error: null,
    });
    await life.bury();
  });

  it('MG-13: where it does not, the button says so', async () => {
    const { life, guest } = await started();
    const { id } = await migrate(life, guest.id);
    const others = { ...moveOf(life, id), id: 'sim:others', operation: null, status: 'running' as const };
    life.inventory.publish([{ ...others, cancellable: false }]);
    await expect(steer(life, 'sim:others', 'cancel')).rejects.toMatchObject({
      reasons: [{ code: 'state.outside' }],
    });
    await life.bury();
  });

  it('MG-13: is a row from its first moment to its end', async () => {
    const { world, life, guest } = await started(8_192);
    movesByItself(world, guest.id, 'balancer');
    await world.clock.advance(4_000);
    const [move] = [...rows(life.inventory.store, 'migration')];
    expect(move).toMatchObject({
      status: 'running',
      startedBy: 'balancer',
      operation: null,
    });
    await world.clock.advance(longMs);
    expect(row(life.inventory.store, 'migration', move?.id ?? '')).toMatchObject({
      status: 'succeeded',
      progress: 1,
    });
    await life.bury();
    const again = await liveMoves(world);
    expect(row(again.inventory.store, 'migration', move?.id ?? '')).toMatchObject({ status: 'succeeded' });
    await again.bury();
  });

  it('MG-13: running over a restart it is followed on', async () => {
    const { world, life, guest } = await started(65_536);
    movesByItself(world, guest.id, 'outside');
    await world.clock.advance(6_000);
    await life.bury();
    const again = await liveMoves(world);
    await world.clock.advance(longMs);
    expect([...rows(again.inventory.store, 'migration')]).toMatchObject([{ status: 'succeeded' }]);
    await again.bury();
  });

  it('MG-13: told of under another id after a restart it is the same row, and is called off under it', async () => {
    const { world, life, guest } = await started(65_536);
    const move = outsideMove(guest, {
      id: 'sim:job 1',
      startedAt: new Date(world.clock.now()).toISOString(),
    });
    life.inventory.moved('sim', move);
    await world.clock.advance(1_000);
    await life.bury();
    const again = await liveMoves(world);
    const later = new Date(Date.parse(move.startedAt) - 700).toISOString();
    again.inventory.moved('sim', { ...move, id: 'sim:job one', startedAt: later });
    await world.clock.advance(90_000);
    const told = () => [...rows(again.inventory.store, 'migration')];
    expect(told()).toMatchObject([{ id: 'sim:job 1', status: 'running' }]);
    const ended = {
      state: 'succeeded',
      message: null,
      at: new Date(world.clock.now()).toISOString(),
    } as const;
    again.inventory.moved('sim', { ...move, id: 'sim:job one', startedAt: later, ended });
    expect(told()).toMatchObject([{ id: 'sim:job 1', status: 'succeeded' }]);
    await again.bury();
  });

  it('MG-13: called off after a restart before its back end has told of it again, it is cancelled', async () => {
    const { world, life, guest } = await started(65_536);
    const startedAt = new Date(world.clock.now()).toISOString();
    life.inventory.moved('sim', outsideMove(guest, { id: 'sim:job 2', startedAt, cancellable: true }));
    await world.clock.advance(1_000);
    await life.bury();
    const again = await liveMoves(world);
    // The simulator knows of no such job; that it is asked is what counts here.
    await steer(again, 'sim:job 2', 'cancel');
    await world.clock.advance(90_000);
    expect([...rows(again.inventory.store, 'migration')]).toMatchObject([
      { id: 'sim:job 2', status: 'cancelled', error: null },
    ]);
    await again.bury();
  });
});
