import { isLibvirtError } from '@orrery/libvirt/errors.ts';
import type { StoragePoolRef, StorageVolumeRef } from '@orrery/libvirt/procedures/refs.ts';
import * as storage from '@orrery/libvirt/procedures/storage.ts';
import { pause } from '@orrery/provider-kit/clock.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import { deleteVolume } from '../actions/instance-delete.ts';
import { type Work, working } from '../actions/job.ts';
import type { VolumeFacts } from '../host/facts.ts';
import { type NewVolume, readVolume, type VolumeDefinition, writeVolume } from '../map/storage.ts';
import type { Undertaking } from './undertaking.ts';

export const orNoVolume = (error: unknown): null => {
  if (isLibvirtError(error, 'NO_STORAGE_VOL')) return null;
  throw error;
};

export interface SeenVolume {
  ref: StorageVolumeRef;
  definition: VolumeDefinition;
}

/** As the daemon sees it now; null when there is none. */
export async function lookUpVolume(
  work: Work,
  pool: StoragePoolRef,
  name: string,
): Promise<SeenVolume | null> {
  const ref = await work.connection
    .call(storage.volumeLookupByName, { pool, name }, working(work))
    .catch(orNoVolume);
  if (ref === null) return null;
  const xml = await work.connection
    .call(storage.volumeGetXml, { volume: ref, flags: 0 }, working(work))
    .catch(orNoVolume);
  return xml === null ? null : { ref, definition: readVolume(xml) };
}

/** A stream that was broken off holds its volume for a moment, and so does a pool that is being read. */
const busyMs = 10_000;
/** libvirt cannot be told to stop copying: what is no longer wanted goes when the copy is complete. */
const copyingMs = 1_800_000;
const lookEveryMs = 200;

/** Bears that it is gone already. */
export async function removeVolume(
  work: Work,
  { pool, name, patienceMs = busyMs }: { pool: StoragePoolRef; name: string; patienceMs?: number },
): Promise<void> {
  const latest = work.clock.now() + patienceMs;
  for (;;) {
    const seen = await lookUpVolume(work, pool, name);
    if (!seen) return;
    try {
      return await deleteVolume(work, seen.ref, seen.definition.path);
    } catch (error) {
      if (isLibvirtError(error, 'NO_STORAGE_VOL')) return;
      if (!isLibvirtError(error, 'OPERATION_INVALID') || work.clock.now() > latest) throw error;
      await pause(work.clock, lookEveryMs);
    }
  }
}

/**
 * A daemon that died while it made a volume has left the work to qemu-img, and the next one has not seen the file:
 * the pool is read anew before it is believed that there is none.
 */
async function removeHalfMade(
  work: Work,
  which: { pool: StoragePoolRef; name: string; patienceMs: number },
): Promise<void> {
  const { pool, name } = which;
  if ((await lookUpVolume(work, pool, name)) === null)
    await work.connection
      .call(storage.poolRefresh, { pool, flags: 0 }, working(work))
      // It is being read already, or has another job: then it looks by itself.
      .catch(orNotNow);
  await removeVolume(work, which);
}

const orNotNow = (error: unknown): void => {
  if (!isLibvirtError(error)) throw error;
};

const isNoSpace = (error: unknown): boolean => isLibvirtError(error) && /no space left/i.test(error.message);

/** libvirt says it with the paths of the host, which are no business of a tenant's. */
function refusalOf(error: unknown): unknown {
  if (!isNoSpace(error)) return error;
  return new ProviderError('backend.refused', 'The storage pool is full', {
    cause: error,
    advice: 'Make room in it, or choose another',
  });
}

/** May take minutes: on a connection of its own, since few calls may be under way on one. */
async function copyVolume(
  making: Undertaking,
  what: { pool: StoragePoolRef; xml: string; from: StorageVolumeRef },
): Promise<StorageVolumeRef> {
  const connection = await making.link.dedicated(making.control.signal);
  try {
    return await connection.call(storage.volumeCreateXmlFrom, { ...what, flags: 0 }, working(making));
  } finally {
    connection.close();
  }
}

/** A new volume, empty or backed by another, or (with `from`) a copy; taken away again if the rest fails. */
export async function makeVolume(
  making: Undertaking,
  pool: StoragePoolRef,
  { from, ...volume }: NewVolume & { from?: StorageVolumeRef },
): Promise<VolumeFacts> {
  const { name } = volume;
  const patienceMs = from === undefined ? busyMs : copyingMs;
  making.undo.later(`volume ${name}`, () =>
    making.clear(work => removeHalfMade(work, { pool, name, patienceMs })),
  );
  const xml = writeVolume(volume);
  const call =
    from === undefined
      ? making.connection.call(storage.volumeCreateXml, { pool, xml, flags: 0 }, working(making))
      : copyVolume(making, { pool, xml, from });
  const ref = await call.catch((error: unknown) => {
    throw refusalOf(error);
  });
  const made = await making.link.live.reader.volume(ref, 'event');
  if (!made) throw new ProviderError('backend.refused', 'The new volume is gone already');
  return made;
}
