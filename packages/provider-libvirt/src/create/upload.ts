import { createHash } from 'node:crypto';
import type { StorageVolumeRef } from '@orrery/libvirt/procedures/refs.ts';
import * as storage from '@orrery/libvirt/procedures/storage.ts';
import type { HostLink } from '../host/host-link.ts';
import { nativeIds } from '../ids.ts';
import { idOf } from '@orrery/provider-kit/ids.ts';
import type { Undertaking } from './undertaking.ts';

const openDeadlineMs = 30_000;

export interface Upload {
  bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
  signal: AbortSignal;
  /** Bytes sent so far. */
  onProgress?: (sent: number) => void;
}

/** Writes bytes into a volume from its beginning, over a connection of its own. Answers their SHA-256 when they are on disk. */
export async function upload(making: Undertaking, volume: StorageVolumeRef, what: Upload): Promise<string> {
  const { backend, link, own, request } = making;
  const pool = idOf(backend, nativeIds.pool(link.live.reader.record.name, volume.pool));
  // libvirt reads the pool anew after each upload, and says so.
  const end = own.begin(pool, request.operation, ['storage-pool.refreshed']);
  try {
    return await send(link, volume, what);
  } finally {
    end();
  }
}

async function send(link: HostLink, volume: StorageVolumeRef, what: Upload): Promise<string> {
  const { bytes, signal, onProgress } = what;
  const connection = await link.dedicated(signal);
  // The daemon takes a broken connection for the end of the stream: one way to abort, whatever is being waited for.
  const abort = () => connection.close();
  signal.addEventListener('abort', abort, { once: true });
  try {
    const options = { signal, deadlineMs: openDeadlineMs };
    const all = { volume, offset: 0, length: 0, flags: 0 };
    const stream = await connection.openStream(storage.volumeUpload, all, options);
    const hash = createHash('sha256');
    let sent = 0;
    for await (const chunk of bytes) {
      signal.throwIfAborted();
      hash.update(chunk);
      await stream.write(chunk);
      sent += chunk.length;
      onProgress?.(sent);
    }
    await stream.finish();
    return hash.digest('hex');
  } finally {
    signal.removeEventListener('abort', abort);
    connection.close();
  }
}
