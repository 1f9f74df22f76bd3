import { isLibvirtError } from '@orrery/libvirt/errors.ts';
import type { StorageVolumeRef } from '@orrery/libvirt/procedures/refs.ts';
import * as storage from '@orrery/libvirt/procedures/storage.ts';
import type { Caller, CallOptions } from '@orrery/libvirt/rpc/procedure.ts';
import { readPool, readVolume } from '../map/storage.ts';
import type { PoolFacts, VolumeFacts } from './facts.ts';
import type { Seen } from '@orrery/provider-kit/seen.ts';

const poolRunning = 2;

const orGone = (error: unknown): null => {
  if (isLibvirtError(error, 'NO_STORAGE_POOL', 'NO_STORAGE_VOL', 'OPERATION_INVALID')) return null;
  throw error;
};

export async function readOneVolume(
  caller: Caller,
  ref: StorageVolumeRef,
  { seen, options }: { seen: Seen; options: CallOptions },
): Promise<VolumeFacts | null> {
  const xml = await caller.call(storage.volumeGetXml, { volume: ref, flags: 0 }, options).catch(orGone);
  return xml === null ? null : { ...seen, ref, definition: readVolume(xml) };
}

/** A pool, and which volumes are in it; null when there is none of that name. */
export async function readOnePool(
  caller: Caller,
  name: string,
  { seen, options }: { seen: Seen; options: CallOptions },
): Promise<{ facts: Omit<PoolFacts, 'volumes'>; listed: StorageVolumeRef[] } | null> {
  try {
    const ref = await caller.call(storage.poolLookupByName, { name }, options);
    const [xml, info, autostart] = await Promise.all([
      caller.call(storage.poolGetXml, { pool: ref, flags: 0 }, options),
      caller.call(storage.poolGetInfo, { pool: ref }, options),
      caller.call(storage.poolGetAutostart, { pool: ref }, options),
    ]);
    const facts = {
      ...seen,
      ref,
      definition: readPool(xml),
      state: info.state,
      capacityBytes: info.capacity,
      usedBytes: info.allocation,
      autostart,
    };
    if (info.state !== poolRunning) return { facts, listed: [] };
    const listed = await caller
      .call(storage.poolListAllVolumes, { pool: ref, flags: 0 }, options)
      .catch(orGone);
    return { facts, listed: listed ?? [] };
  } catch (error) {
    return orGone(error);
  }
}
