import { beforeEach, describe, expect, it, vi } from 'vitest';
import { row, rows } from '../inventory/resource-row.ts';
import type { MoveEnd } from './tracked-move.ts';
import { liveMoves, moveOf, type MovesLife, type MovesWorld, nativeOf } from './testing/moves-rig.ts';
import { startedMove } from './testing/started-moves.ts';

vi.setConfig({ testTimeout: 240_000 });

const unknown: MoveEnd = {
  state: 'failed',
  error: {
    code: 'operation.outcome-unknown',
    message: 'What became of it cannot be told',
    cause: 'The host that it came from does not answer any more',
    advice: null,
  },
};

/** A move of which nobody could say how it ended, its source silent. */
describe('MG-20: a move of which nobody knew what became of it', () => {
  let world: MovesWorld;
  let life: MovesLife;
  let id: string;
  let guest: string;
  let source: string;

  beforeEach(async () => {
    const started = await startedMove({ memoryMiB: 65_536, forMs: 8_000 });
    ({ world, life, id } = started);
    guest = started.guest.id;
    source = moveOf(life, id).fromHostName ?? '';
    // The simulator itself always knows.
    const ended = life.moves.desk.end(moveOf(life, id).id, unknown);
    if (ended) life.moves.foundLater.watch(ended);
    world.dataCentre.killHost(source);
    await world.clock.advance(60_000);
  });

  it('waits as long as the host is silent, and says so when it is off there', async () => {
    expect(moveOf(life, id).error).toEqual(unknown.error);
    world.dataCentre.healHost(source);
    await world.clock.advance(60_000);
    const { error, status } = moveOf(life, id);
    expect(status).toBe('failed');
    expect(error?.code).toBe('outcome.found-later');
    expect(error?.message).toMatch(new RegExp(`off at ${source}, where it was; it went down`));
    expect(error?.cause).toBe(unknown.error?.cause);
    const told = [...rows(life.inventory.store, 'event')].find(({ message }) => /is known now/.test(message));
    expect(told).toMatchObject({ target: guest, type: 'instance.move-failed' });
    expect(told?.message).not.toContain(source);
    await life.bury();
  });

  it('says that it runs where it was, when it does', async () => {
    world.dataCentre.healHost(source);
    nativeOf(world, guest).powerState = 'running';
    await world.clock.advance(60_000);
    expect(moveOf(life, id).error?.message).toMatch(new RegExp(`runs at ${source}, where it was`));
    await life.bury();
  });

  it('over a restart as well, and says it once', async () => {
    await life.bury();
    const again = await liveMoves(world);
    await world.clock.advance(30_000);
    expect(moveOf(again, id).error).toEqual(unknown.error);
    world.dataCentre.healHost(source);
    await world.clock.advance(60_000);
    const { error } = moveOf(again, id);
    expect(error?.code).toBe('outcome.found-later');
    world.dataCentre.killHost(source);
    await world.clock.advance(30_000);
    world.dataCentre.healHost(source);
    await world.clock.advance(60_000);
    expect(moveOf(again, id).error).toEqual(error);
    expect(row(again.inventory.store, 'instance', guest)?.powerState).toBe('stopped');
    await again.bury();
  });
});
