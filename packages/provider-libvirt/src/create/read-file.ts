import type { Connection } from '@orrery/libvirt/connection.ts';
import type { StorageVolumeRef } from '@orrery/libvirt/procedures/refs.ts';
import * as storage from '@orrery/libvirt/procedures/storage.ts';
import type { HostLink } from '../host/host-link.ts';
import type { ReadRange } from '../qcow2/layout.ts';

const openDeadlineMs = 30_000;

async function readRange(
  connection: Connection,
  { volume, signal }: { volume: StorageVolumeRef; signal: AbortSignal },
  { offset, length }: { offset: number; length: number },
): Promise<Buffer> {
  signal.throwIfAborted();
  const what = { volume, offset, length, flags: 0 };
  const stream = await connection.openStream(storage.volumeDownload, what, {
    signal,
    deadlineMs: openDeadlineMs,
  });
  const bytes = Buffer.alloc(length);
  let at = 0;
  for await (const chunk of stream) at += chunk.copy(bytes, at);
  await stream.finish();
  signal.throwIfAborted();
  return bytes;
}

/** Gives `use` a way to read parts of a volume's file, over a connection of its own. */
export async function withFile<T>(
  link: HostLink,
  what: { volume: StorageVolumeRef; signal: AbortSignal },
  use: (read: ReadRange) => Promise<T>,
): Promise<T> {
  const connection = await link.dedicated(what.signal);
  // A connection that is cut ends the stream, whatever is being waited for.
  const abort = () => connection.close();
  what.signal.addEventListener('abort', abort, { once: true });
  try {
    return await use((offset, length) => readRange(connection, what, { offset, length }));
  } finally {
    what.signal.removeEventListener('abort', abort);
    connection.close();
  }
}
