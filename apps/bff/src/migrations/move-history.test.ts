import { exampleMigration } from '@orrery/contract/migrations/examples.ts';
import type { Migration } from '@orrery/contract/migrations/migration.ts';
import { describe, expect, it, vi } from 'vitest';
import { rows } from '../inventory/resource-row.ts';
import { MoveHistory } from './move-history.ts';
import { createMovesWorld, liveMoves, migrate, moveOf, nativeOf, quietGuest } from './testing/moves-rig.ts';

/** Real time: the machine may be busy with other things. */
vi.setConfig({ testTimeout: 240_000 });
const MiB = 1_048_576;
const at = (ms: number): string => new Date(Date.UTC(2026, 0, 1) + ms).toISOString();

/** 2 s of checks, so much copying, 3 s until the guest was proved well. */
function ended(
  mibPerSecond: number,
  route: readonly [string, string],
  more: Partial<Migration> = {},
): Migration {
  const copied = 10_000;
  const phase = (name: 'prepare' | 'copy-memory' | 'verify', from: number, to: number) =>
    ({ name, status: 'done', startedAt: at(from), endedAt: at(to) }) as const;
  return {
    ...exampleMigration,
    status: 'succeeded',
    fromHost: route[0],
    toHost: route[1],
    limits: { bandwidth: null, downtimeMs: 300, autoConverge: false, postCopy: false },
    phases: [
      phase('prepare', 0, 2_000),
      phase('copy-memory', 2_000, 2_000 + copied),
      phase('verify', 2_000 + copied, 5_000 + copied),
    ],
    result: {
      totalMs: copied + 5_000,
      pauseMs: 80,
      bytes: (mibPerSecond * MiB * copied) / 1000,
      passes: 3,
      guestCheck: null,
    },
    ...more,
  };
}

describe('what earlier moves tell', () => {
  it('MG-19: of a route is the middle of the last eight over it, and what went on around the copying', () => {
    const history = new MoveHistory();
    for (const rate of [10, 90, 100, 110, 100, 400, 100, 100, 100]) history.learn(ended(rate, ['h1', 'h2']));
    expect(history.route('h1', 'h2')).toEqual({ bandwidth: 100 * MiB, aroundMs: 5_000 });
    expect(history.route(null, 'h2')).toEqual({ bandwidth: undefined, aroundMs: undefined });
  });

  it('MG-19: of one that nothing went over yet is what its hosts reached on others', () => {
    const history = new MoveHistory();
    history.learn(ended(100, ['h1', 'h2']));
    history.learn(ended(40, ['h9', 'h4']));
    expect(history.route('h1', 'h3').bandwidth).toBe(100 * MiB);
    expect(history.route('h3', 'h4').bandwidth).toBe(40 * MiB);
    expect(history.route('h4', 'h9').bandwidth).toBe(40 * MiB);
    expect(history.route('h5', 'h6')).toEqual({ bandwidth: undefined, aroundMs: undefined });
  });

  it('MG-19: is nothing where a limit held it back, it failed, or it stopped on its way', () => {
    const history = new MoveHistory();
    const limits = { bandwidth: 5 * MiB, downtimeMs: 300, autoConverge: false, postCopy: false };
    history.learn(ended(5, ['h1', 'h2'], { limits }));
    expect(history.route('h1', 'h2')).toEqual({ bandwidth: undefined, aroundMs: 5_000 });
    history.learn(ended(100, ['h3', 'h4'], { status: 'failed' }));
    history.learn(ended(100, ['h5', 'h6'], { method: 'cold' }));
    expect(history.route('h3', 'h4').bandwidth).toBeUndefined();
    expect(history.route('h5', 'h6').aroundMs).toBeUndefined();
  });
});

it('MG-19: what is predicted comes closer to what it takes with the moves on a route', async () => {
  const world = createMovesWorld();
  const life = await liveMoves(world);
  const guest = quietGuest(world, life, 4_096);
  const there = [...rows(life.inventory.store, 'host')].find(({ id }) => id !== guest.host)?.id ?? '';
  const errors: number[] = [];
  for (let turn = 0; turn < 8; turn++) {
    Object.assign(nativeOf(world, guest.id), { cpuPercent: 2, memoryMiB: 4_096, memoryUsedMiB: 4_096 });
    const { id } = await migrate(life, guest.id, { toHost: turn % 2 === 0 ? there : guest.host });
    await world.clock.advance(100_000);
    const { predicted, result, status } = moveOf(life, id);
    expect(status).toBe('succeeded');
    errors.push(
      Math.abs((predicted?.totalMs?.central ?? 0) - (result?.totalMs ?? 0)) / (result?.totalMs ?? 1),
    );
  }
  const [first = 0, ...later] = errors;
  expect(Math.max(...later)).toBeLessThan(first / 3);
  expect(Math.max(...later)).toBeLessThan(0.1);
  await life.bury();
});
