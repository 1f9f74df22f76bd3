import * as storage from '@orrery/libvirt/procedures/storage.ts';
import type { Undo } from '@orrery/provider-kit/undo.ts';
import { writeVolume } from '../map/storage.ts';
import { dropTarget } from './copies.ts';
import { type DiskPlace, isWritable } from './disk-places.ts';
import type { DiskCopy } from './handle.ts';
import type { Move } from './move.ts';

const openDeadlineMs = 30_000;

export interface Relay {
  copy: DiskCopy;
  /** Bytes of the file. */
  bytes: number;
  format: string;
  capacityBytes: number;
  backing: string | null;
  onProgress?: (sent: number) => void;
}

/** A file from one host to the other through us, byte for byte: the daemons have no way of their own to do that. */
export async function relayVolume(move: Move, relay: Relay): Promise<void> {
  const { from, to, control, tools } = move;
  const { copy } = relay;
  const signal = AbortSignal.any([control.signal, tools.stopping]);
  const options = { signal, deadlineMs: openDeadlineMs };
  const source = await from.dedicated(signal);
  const destination = await to.dedicated(signal).catch((error: unknown) => {
    source.close();
    throw error;
  });
  // The daemons take a broken connection for the end of a stream, whatever is being waited for.
  const abort = () => {
    source.close();
    destination.close();
  };
  signal.addEventListener('abort', abort, { once: true });
  try {
    const fromPool = await source.call(storage.poolLookupByName, { name: copy.from.pool }, options);
    const toPool = await destination.call(storage.poolLookupByName, { name: copy.to.pool }, options);
    const original = await source.call(
      storage.volumeLookupByName,
      { pool: fromPool, name: copy.from.name },
      options,
    );
    const target = await destination.call(
      storage.volumeLookupByName,
      { pool: toPool, name: copy.to.name },
      options,
    );
    const all = { offset: 0, length: 0, flags: 0 };
    const reading = await source.openStream(storage.volumeDownload, { ...all, volume: original }, options);
    const writing = await destination.openStream(storage.volumeUpload, { ...all, volume: target }, options);
    let sent = 0;
    for await (const chunk of reading) {
      signal.throwIfAborted();
      await writing.write(chunk);
      sent += chunk.length;
      relay.onProgress?.(sent);
    }
    await writing.finish();
  } finally {
    signal.removeEventListener('abort', abort);
    abort();
  }
}

/** A volume like the original, filled with its bytes; taken away again when the rest fails. */
export async function copyVolume(move: Move, relay: Relay, undo: Undo): Promise<void> {
  const { copy, format, capacityBytes, backing } = relay;
  const pool = move.to.live.reader.record.pools.get(copy.to.pool);
  if (!pool) throw new Error(`There is no pool ${copy.to.pool}`);
  const xml = writeVolume({
    name: copy.to.name,
    capacityBytes,
    format,
    ...(backing !== null && { backing: { path: backing, format: 'qcow2' } }),
  });
  await move.to.live.connection.call(storage.volumeCreateXml, { pool: pool.ref, xml, flags: 0 });
  undo.later(`the copy of disk ${copy.device}`, () => dropTarget(move, copy));
  await relayVolume(move, relay);
}

/** Installers and seeds: libvirt copies what a guest writes to, and nothing else. */
export async function relayReadOnly(
  move: Move,
  { places, undo }: { places: readonly DiskPlace[]; undo: Undo },
): Promise<void> {
  for (const copy of move.handle.copies) {
    const place = places.find(p => p.disk.device === copy.device);
    if (!place?.here || isWritable(place)) continue;
    const { definition } = place.here;
    await copyVolume(
      move,
      {
        copy,
        bytes: definition.physicalBytes ?? definition.capacityBytes ?? 0,
        format: definition.format ?? 'raw',
        capacityBytes: definition.capacityBytes ?? 0,
        backing: null,
      },
      undo,
    );
  }
}
