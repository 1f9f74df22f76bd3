import { describe, expect, it, vi } from 'vitest';
import { row } from '../inventory/resource-row.ts';
import {
  admin,
  liveMoves,
  migrate,
  moveOf,
  type MovesLife,
  type MovesWorld,
  nativeOf,
} from './testing/moves-rig.ts';
import { startedMove } from './testing/started-moves.ts';

/** Real time: the machine may be busy with other things. */
vi.setConfig({ testTimeout: 240_000 });

type Side = 'source' | 'destination';

/** A move in the middle of its memory. */
async function underWay(args: object = {}) {
  const started = await startedMove({ memoryMiB: 65_536, args, forMs: 8_000 });
  expect(moveOf(started.life, started.id).phase).toBe('copy-memory');
  return started;
}

const kill = (world: MovesWorld, life: MovesLife, { id, side }: { id: string; side: Side }) => {
  const { fromHostName, toHostName } = moveOf(life, id);
  world.dataCentre.killHost((side === 'source' ? fromHostName : toHostName) ?? '');
};

async function expectTold(life: MovesLife, id: string, words: RegExp): Promise<void> {
  const move = moveOf(life, id);
  expect(move.status).toBe('failed');
  expect(`${move.error?.message} ${move.error?.cause}`).toMatch(words);
  expect(move.cancellable).toBe(false);
  expect(move.forecast).toBeNull();
  expect(await life.operations.get(admin, id)).toMatchObject({ status: 'failed' });
}

describe('a host that dies in the middle of a move', () => {
  it('MG-20: the destination: it goes on where it was, which is said', async () => {
    const { world, life, guest, id } = await underWay();
    kill(world, life, { id, side: 'destination' });
    await world.clock.advance(5_000);
    await expectTold(life, id, /moving to died: it goes on where it was/);
    expect(row(life.inventory.store, 'instance', guest.id)).toMatchObject({
      host: guest.host,
      status: 'running',
    });
    // Nothing is kept for it there: it may go elsewhere at once.
    const again = await migrate(life, guest.id);
    expect(moveOf(life, again.id).toHost).not.toBe(moveOf(life, id).toHost);
    await life.bury();
  });

  it('MG-20: the source: it went down with it, which is said, and seen when the host is back', async () => {
    const { world, life, guest, id } = await underWay();
    kill(world, life, { id, side: 'source' });
    await world.clock.advance(5_000);
    await expectTold(life, id, /came from died.* it is off/);
    world.dataCentre.healHost(moveOf(life, id).fromHostName ?? '');
    await world.clock.advance(30_000);
    expect(row(life.inventory.store, 'instance', guest.id)).toMatchObject({
      host: guest.host,
      status: 'stopped',
    });
    await life.bury();
  });

  it.each(['source', 'destination'] as const)(
    'MG-20: the %s, while memory is fetched after a switch: the guest is lost, and never called moved',
    async side => {
      const { world, life, guest, id } = await underWay({ postCopy: true });
      const { id: move } = moveOf(life, id);
      await life.operations.submit(admin, { kind: 'migration', id: move, action: 'startPostCopy', args: {} });
      await world.clock.advance(2_000);
      expect(moveOf(life, id).phase).toBe('post-copy');
      kill(world, life, { id, side });
      await world.clock.advance(5_000);
      await expectTold(life, id, /before all of its memory was there: it is off/);
      expect(nativeOf(world, guest.id).powerState).toBe('stopped');
      await life.bury();
    },
  );

  it.each(['source', 'destination'] as const)(
    'MG-20: the %s, while Orrery is away: it looks, and says the same',
    async side => {
      const { world, life, guest, id } = await underWay();
      await life.bury();
      kill(world, life, { id, side });
      await world.clock.advance(5_000);
      const again = await liveMoves(world);
      await world.clock.advance(30_000);
      await expectTold(again, id, side === 'source' ? /came from died/ : /goes on where it was/);
      expect(nativeOf(world, guest.id).powerState).toBe(side === 'source' ? 'stopped' : 'running');
      expect(nativeOf(world, guest.id).host.name).toBe(moveOf(again, id).fromHostName);
      await again.bury();
    },
  );
});
