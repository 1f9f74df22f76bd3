import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { RequestError } from '../errors/request-error.ts';
import type { RunningHash } from './running-hash.ts';

/** So much at most is sent again after a loss of power or a kill, where a part has no checksum of its own. */
export const checkpointBytes = 32 * 1024 * 1024;

export interface Checksum {
  algorithm: 'sha1' | 'sha256' | 'md5';
  /** Base64. */
  value: string;
}

export interface Append {
  path: string;
  /** Where the bytes go; what the file has beyond is not certain and is written over. */
  offset: number;
  /** No more than so many bytes are taken. */
  room: number;
  bytes: AsyncIterable<Uint8Array>;
  checksum: Checksum | null;
  hash: RunningHash;
  /** Called with the new offset when everything before it is on disk. */
  settled: (offset: number) => Promise<void>;
}

/**
 * Writes one part of an upload. Returns the offset after it. However it ends, `settled` was called with what counts:
 * of a part with a checksum all or nothing, of one without whatever came (rules IM-5 to IM-8).
 */
export async function append(part: Append): Promise<number> {
  const file = await open(part.path, 'a')
    .then(created => created.close())
    .then(() => open(part.path, 'r+'));
  try {
    await file.truncate(part.offset);
    part.hash.forgetAfter(part.offset);
    return await (part.checksum === null
      ? appendPlain(file, part)
      : appendChecked(file, part, part.checksum));
  } finally {
    await file.close();
  }
}

async function appendPlain(file: FileHandle, part: Append): Promise<number> {
  let { offset } = part;
  let settled = offset;
  const settle = async () => {
    await file.datasync();
    settled = offset;
    await part.settled(offset);
  };
  try {
    for await (const bytes of part.bytes) {
      offset = await write(file, part, { bytes, offset });
      if (offset - settled >= checkpointBytes) await settle();
    }
  } finally {
    if (offset > settled) await settle();
  }
  return offset;
}

async function appendChecked(
  file: FileHandle,
  part: Append,
  { algorithm, value }: Checksum,
): Promise<number> {
  const before = part.hash.mark();
  const own = createHash(algorithm);
  let { offset } = part;
  try {
    for await (const bytes of part.bytes) {
      own.update(bytes);
      offset = await write(file, part, { bytes, offset });
    }
    if (own.digest('base64') !== value)
      throw new RequestError(
        'upload.checksum',
        'The part arrived damaged; send it again from the same offset',
      );
    await file.datasync();
    await part.settled(offset);
    return offset;
  } catch (error) {
    part.hash.back(before);
    throw error;
  }
}

async function write(
  file: FileHandle,
  part: Append,
  { bytes, offset }: { bytes: Uint8Array; offset: number },
): Promise<number> {
  if (offset - part.offset + bytes.length > part.room)
    throw new RequestError('request.invalid', 'The part is longer than what is missing of the upload');
  for (let done = 0; done < bytes.length; )
    done += (await file.write(bytes, done, bytes.length - done, offset + done)).bytesWritten;
  part.hash.add(bytes, offset);
  return offset + bytes.length;
}
