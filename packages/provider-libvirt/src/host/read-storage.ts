import { isLibvirtError } from '@orrery/libvirt/errors.ts';
import * as connect from '@orrery/libvirt/procedures/connect.ts';
import type { StoragePoolRef, StorageVolumeRef } from '@orrery/libvirt/procedures/refs.ts';
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

interface PoolReading {
  seen: Seen;
  options: CallOptions;
  /** Volumes already described, kept as they are; those that are new are read. Undefined: read all. */
  known?: Map<string, VolumeFacts>;
}

async function readVolumes(
  caller: Caller,
  pool: StoragePoolRef,
  reading: PoolReading,
): Promise<Map<string, VolumeFacts>> {
  const refs = await caller
    .call(storage.poolListAllVolumes, { pool, flags: 0 }, reading.options)
    .catch(orGone);
  const list = await Promise.all(
    (refs ?? []).map(
      async ref => reading.known?.get(ref.name) ?? (await readOneVolume(caller, ref, reading)),
    ),
  );
  return new Map(list.filter(v => v !== null).map(v => [v.ref.name, v]));
}

export async function readOnePool(
  caller: Caller,
  ref: StoragePoolRef,
  reading: PoolReading,
): Promise<PoolFacts | null> {
  const { seen, options } = reading;
  try {
    const [xml, info, autostart] = await Promise.all([
      caller.call(storage.poolGetXml, { pool: ref, flags: 0 }, options),
      caller.call(storage.poolGetInfo, { pool: ref }, options),
      caller.call(storage.poolGetAutostart, { pool: ref }, options),
    ]);
    const volumes =
      info.state === poolRunning ? await readVolumes(caller, ref, reading) : new Map<string, VolumeFacts>();
    return {
      ...seen,
      ref,
      definition: readPool(xml),
      state: info.state,
      capacityBytes: info.capacity,
      usedBytes: info.allocation,
      autostart,
      volumes,
    };
  } catch (error) {
    return orGone(error);
  }
}

/** All pools. With `known` only new volumes are described anew. */
export async function readPools(
  caller: Caller,
  { seen, options, known }: { seen: Seen; options: CallOptions; known?: Map<string, PoolFacts> },
): Promise<Map<string, PoolFacts>> {
  const refs = await caller.call(connect.listAllStoragePools, { flags: 0 }, options);
  const list = await Promise.all(
    refs.map(ref => readOnePool(caller, ref, { seen, options, known: known?.get(ref.name)?.volumes })),
  );
  return new Map(list.filter(p => p !== null).map(p => [p.ref.name, p]));
}
