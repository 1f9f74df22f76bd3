import type { Mortal } from '../../operations/testing/mortal.ts';
import { createMovesWorld, liveMoves, migrate, nativeOf, quietGuest } from './moves-rig.ts';

interface GuestWish {
  memoryMiB?: number | undefined;
  /** Writes so much that its move does not end by itself. */
  busy?: boolean;
  /** Kills the process in which it is followed. */
  mortal?: Mortal | undefined;
}

/** A world in its first life, and in it a guest that can be moved. */
export async function startedWorld({ memoryMiB, busy = false, mortal }: GuestWish = {}) {
  const world = createMovesWorld();
  const life = await liveMoves(world, mortal);
  const guest = quietGuest(world, life, memoryMiB);
  if (busy) Object.assign(nativeOf(world, guest.id), { name: 'busy-migrate' });
  return { world, life, guest };
}

interface MoveWish extends GuestWish {
  /** What was asked for of the move. */
  args?: object;
  /** So long ago, milliseconds. */
  forMs?: number;
}

/** Such a guest on its way; `id` is the operation's. */
export async function startedMove({ args = {}, forMs = 0, ...guest }: MoveWish = {}) {
  const started = await startedWorld(guest);
  const { id } = await migrate(started.life, started.guest.id, args);
  if (forMs > 0) await started.world.clock.advance(forMs);
  return { ...started, id };
}
