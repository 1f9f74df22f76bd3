import type { StorageVolumeRef } from '@orrery/libvirt/procedures/refs.ts';
import * as storage from '@orrery/libvirt/procedures/storage.ts';
import type { HostLink } from '../host/host-link.ts';

const openDeadlineMs = 30_000;

/** All bytes of a volume's file, over a connection of its own. */
export async function* download(
  link: HostLink,
  volume: StorageVolumeRef,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const connection = await link.dedicated(signal);
  // A connection that is cut ends the stream, whatever is being waited for.
  const abort = () => connection.close();
  signal.addEventListener('abort', abort, { once: true });
  try {
    const all = { volume, offset: 0, length: 0, flags: 0 };
    const options = { signal, deadlineMs: openDeadlineMs };
    const stream = await connection.openStream(storage.volumeDownload, all, options);
    for await (const chunk of stream) {
      signal.throwIfAborted();
      yield chunk;
    }
    await stream.finish();
  } finally {
    signal.removeEventListener('abort', abort);
    connection.close();
  }
}
