import type { StoragePoolRef } from '@orrery/libvirt/procedures/refs.ts';
import * as storage from '@orrery/libvirt/procedures/storage.ts';
import { isLibvirtError } from '@orrery/libvirt/errors.ts';
import { pause } from '@orrery/provider-kit/clock.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import { working } from '../actions/job.ts';
import type { VolumeFacts } from '../host/facts.ts';
import type { Making } from './making.ts';
import { upload } from './upload.ts';
import { lookUpVolume, makeVolume } from './volumes.ts';

export interface NewFile {
  name: string;
  bytes: AsyncIterable<Uint8Array>;
  sizeBytes: number;
  /** Of the bytes, hex, where it is known. */
  sha256?: string;
  onProgress: (sent: number) => void;
}

/** The daemon looks at what was uploaded in its own time; a busy one takes a while. */
const seenMs = 60_000;
const lookEveryMs = 200;

/** A qcow2 file as a new volume; taken away again if the rest fails. */
export async function uploadNew(making: Making, pool: StoragePoolRef, file: NewFile): Promise<VolumeFacts> {
  const { name, bytes, sizeBytes, onProgress } = file;
  // Empty, as raw bytes: a qcow2 volume would begin with a header of libvirt's own.
  const { ref } = await makeVolume(making, pool, { name, capacityBytes: 0, format: 'raw' });
  const { clock, control, link } = making;
  const sum = await upload(making, ref, { bytes, signal: control.signal, onProgress });
  if (file.sha256 !== undefined && sum !== file.sha256)
    throw new ProviderError('internal', 'The bytes that were uploaded are not those of their checksum', {
      advice: 'Upload the file again',
    });
  const latest = clock.now() + seenMs;
  for (;;) {
    await making.connection.call(storage.poolRefresh, { pool, flags: 0 }, working(making)).catch(orBusy);
    const seen = await lookUpVolume(making, pool, name);
    const { format = null, physicalBytes = null } = seen?.definition ?? {};
    const facts =
      format === 'qcow2' && physicalBytes === sizeBytes ? await link.live.reader.volume(ref, 'event') : null;
    if (facts) return facts;
    if (clock.now() > latest)
      throw new ProviderError('backend.refused', `Of ${sizeBytes} bytes ${physicalBytes ?? 0} arrived`);
    await pause(clock, lookEveryMs, control.signal);
  }
}

/** It is being read already, or has another job: then it looks by itself. */
const orBusy = (error: unknown): void => {
  if (!isLibvirtError(error)) throw error;
};
