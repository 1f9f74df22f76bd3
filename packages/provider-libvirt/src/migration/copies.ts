import { basename, join } from 'node:path';
import type { MigrateArgs } from '@orrery/contract/actions/migrate-args.ts';
import * as storage from '@orrery/libvirt/procedures/storage.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import { Undo } from '@orrery/provider-kit/undo.ts';
import { neededBy } from '../actions/instance-delete.ts';
import { poolById } from '../create/pools.ts';
import { removeVolume } from '../create/volumes.ts';
import type { PoolFacts } from '../host/facts.ts';
import type { HostLink } from '../host/host-link.ts';
import { nativeOf } from '@orrery/provider-kit/ids.ts';
import { writeVolume } from '../map/storage.ts';
import { type DiskPlace, isWritable } from './disk-places.ts';
import type { DiskCopy, MoveHandle } from './handle.ts';
import { type Move, type MoveTools, tidily } from './move.ts';

const makeDeadlineMs = 60_000;

/** Where the copies go: the pool that was asked for, or the one that has the same folder. */
export function poolForCopies(
  {
    tools,
    to,
    args,
  }: { tools: Pick<MoveTools, 'backend'>; to: HostLink; args: Pick<MigrateArgs, 'storagePool'> },
  place: DiskPlace,
): PoolFacts | null {
  if (args.storagePool === null) return place.pool;
  const native = nativeOf(tools.backend, args.storagePool);
  const record = to.record;
  return native === null || record === null ? null : (poolById(record, native) ?? null);
}

const missing = (device: string) =>
  new ProviderError('backend.refused', `Disk ${device} has no storage pool at the destination`, {
    reason: 'storage-pool-missing',
    advice: 'Define and start a pool for the same folder there, or choose another pool for the copies',
  });

/** Each disk that the destination does not have, with the volume it comes from and the one that it will be. */
export function planCopies(
  move: { tools: Pick<MoveTools, 'backend'>; to: HostLink; args: Pick<MigrateArgs, 'storagePool'> },
  places: readonly DiskPlace[],
): DiskCopy[] {
  return places
    .filter(place => place.relation !== 'same' && !(place.disk.readOnly && place.there !== null))
    .map(place => {
      const pool = poolForCopies(move, place);
      const folder = pool?.definition.path ?? null;
      if (place.here === null || pool === null || folder === null) throw missing(place.disk.device);
      const name = basename(place.path);
      const path = join(folder, name);
      return {
        device: place.disk.device,
        from: { pool: place.here.ref.pool, name: place.here.ref.name, path: place.path },
        to: { pool: pool.ref.name, name, path },
      };
    });
}

const poolRef = (link: HostLink, name: string) => {
  const pool = link.live.reader.record.pools.get(name);
  if (!pool) throw missing(name);
  return pool.ref;
};

/** Empty volumes for the copies; libvirt would make them too, but would not take them away when the move fails. */
export async function makeTargets(
  move: Move,
  { places, undo }: { places: readonly DiskPlace[]; undo: Undo },
): Promise<void> {
  for (const copy of move.handle.copies) {
    const place = places.find(p => p.disk.device === copy.device);
    if (!place?.here || !isWritable(place)) continue;
    const { definition } = place.here;
    const backing = definition.backing;
    const xml = writeVolume({
      name: copy.to.name,
      capacityBytes: definition.capacityBytes ?? 0,
      format: place.disk.format ?? definition.format ?? 'raw',
      ...(move.args.incremental && backing !== null && { backing: { path: backing, format: 'qcow2' } }),
    });
    await makeTarget(move, { copy, xml, undo });
  }
}

async function makeTarget(
  move: Move,
  { copy, xml, undo }: { copy: DiskCopy; xml: string; undo: Undo },
): Promise<void> {
  const { to } = move;
  const pool = poolRef(to, copy.to.pool);
  // Not announced before it is made: what has the name already is not ours to take away.
  await to.live.connection.call(
    storage.volumeCreateXml,
    { pool, xml, flags: 0 },
    { deadlineMs: makeDeadlineMs },
  );
  undo.later(`the copy of disk ${copy.device}`, () => dropTarget(move, copy));
}

export const dropTarget = (move: Pick<Move, 'tools' | 'control' | 'to'>, copy: DiskCopy): Promise<void> =>
  tidily(move, move.to, work =>
    removeVolume(work, { pool: poolRef(move.to, copy.to.pool), name: copy.to.name }),
  );

/** The originals, once the copies are in use. Answers which were kept, and why. */
export async function dropOriginals(
  move: Pick<Move, 'tools' | 'control' | 'from' | 'ref'>,
  { copies }: Pick<MoveHandle, 'copies'>,
): Promise<string[]> {
  const kept: string[] = [];
  for (const { device, from } of copies) {
    const user = neededBy({ inventory: move.tools.inventory, uuid: move.ref.uuid }, from.path);
    if (user !== null) {
      kept.push(`The old copy of disk ${device} is kept: ${user} needs it`);
      continue;
    }
    const drop = tidily(move, move.from, work =>
      removeVolume(work, { pool: poolRef(move.from, from.pool), name: from.name }),
    );
    await drop.catch((error: unknown) => {
      kept.push(
        `The old copy of disk ${device} is still there: ${error instanceof Error ? error.message : ''}`,
      );
    });
  }
  return kept;
}
