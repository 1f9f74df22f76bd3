import fc from 'fast-check';
import { expect, it, vi } from 'vitest';
import { rows } from '../inventory/resource-row.ts';
import { movesOffHost } from '../operations/lanes-of.ts';
import { shareOf } from './shared-bandwidth.ts';
import { admin, createMovesWorld, liveMoves, nativeOf } from './testing/moves-rig.ts';

/** Real time: the machine may be busy with other things. */
vi.setConfig({ testTimeout: 240_000 });
const MiB = 1_048_576;

it('MG-17: shares of those in flight never add up to more than there is', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 1e11 }), fc.integer({ min: 1, max: 500 }), (total, open) => {
      const inFlight = Math.min(open, movesOffHost);
      expect(inFlight * shareOf(total, open)).toBeLessThanOrEqual(total);
    }),
  );
});

it('MG-17: many moves off one host go two at a time, share what was allowed, and the last has it all', async () => {
  const world = createMovesWorld();
  const life = await liveMoves(world);
  const [host] = [...rows(life.inventory.store, 'host')].toSorted(
    (a, b) => b.instanceCount - a.instanceCount,
  );
  const guests = [...rows(life.inventory.store, 'instance')]
    .filter(i => i.host === host?.id && i.powerState === 'running')
    .slice(0, 3);
  expect(guests).toHaveLength(3);
  // The last of them has most to send.
  for (const [index, { id }] of guests.entries())
    Object.assign(nativeOf(world, id), {
      cpuPercent: 1,
      memoryMiB: 512 * (1 + index),
      memoryUsedMiB: 512 * (1 + index),
    });
  const sharedBandwidth = 100 * MiB;
  const { allowed } = await life.operations.bulk(admin, {
    kind: 'instance',
    ids: guests.map(({ id }) => id),
    action: 'migrate',
    args: { sharedBandwidth },
    dryRun: false,
  });
  expect(allowed).toHaveLength(3);
  await world.clock.advance(120_000);
  const moves = new Map<string, { running: boolean; bandwidth: number | null }>();
  let most = 0;
  let mostTogether = 0;
  for (const { row } of life.frames) {
    moves.set(row.id, { running: row.status === 'running', bandwidth: row.limits?.bandwidth ?? null });
    const running = [...moves.values()].filter(move => move.running);
    mostTogether = Math.max(mostTogether, running.length);
    most = Math.max(
      most,
      running.reduce((sum, { bandwidth }) => sum + (bandwidth ?? 0), 0),
    );
  }
  expect(mostTogether).toBe(2);
  expect(most).toBeLessThanOrEqual(sharedBandwidth);
  const ended = [...rows(life.inventory.store, 'migration')];
  expect(ended.map(({ status }) => status)).toEqual(['succeeded', 'succeeded', 'succeeded']);
  // Given to it by an operation of its own, as people would.
  expect(ended.some(({ limits }) => limits?.bandwidth === sharedBandwidth)).toBe(true);
  const raised = (await world.operations.newest(20)).filter(({ action }) => action === 'setBandwidth');
  expect(raised).toMatchObject([{ state: 'succeeded', actor: { name: 'ada' } }]);
  await life.bury();
});
