import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { ByteSource } from './inspect/byte-source.ts';

const readBytes = 1024 * 1024;

/** Where the bytes of images are: `parts/<image id>` while they come, `content/<ab>/<sha256>` when they are all there. */
export class ImageFiles {
  readonly #directory: string;
  #last: Promise<void> = Promise.resolve();

  constructor(directory: string) {
    this.#directory = directory;
  }

  /**
   * One at a time: that bytes are named and that a row names them are two steps, and whoever deletes the last row of
   * some bytes must not come in between.
   */
  exclusive<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#last.then(work);
    this.#last = done.then(
      () => undefined,
      () => undefined,
    );
    return done;
  }

  async prepare(): Promise<void> {
    // Images of tenants are nobody else's business on this machine.
    await mkdir(join(this.#directory, 'parts'), { recursive: true, mode: 0o700 });
    await mkdir(join(this.#directory, 'content'), { recursive: true, mode: 0o700 });
  }

  partOf(id: string): string {
    return join(this.#directory, 'parts', id);
  }

  contentOf(sha256: string): string {
    return join(this.#directory, 'content', sha256.slice(0, 2), sha256);
  }

  /** Names of parts that are there, whatever the database says. */
  parts(): Promise<string[]> {
    return readdir(join(this.#directory, 'parts'));
  }

  dropPart(id: string): Promise<void> {
    return rm(this.partOf(id), { force: true });
  }

  dropContent(sha256: string): Promise<void> {
    return rm(this.contentOf(sha256), { force: true });
  }

  async has(sha256: string): Promise<boolean> {
    return (await sizeOf(this.contentOf(sha256))) !== null;
  }

  /** Gives a finished part its name by content; when that is there already, the part was a double. */
  async settle(id: string, sha256: string): Promise<void> {
    const to = this.contentOf(sha256);
    await mkdir(join(to, '..'), { recursive: true, mode: 0o700 });
    await rename(this.partOf(id), to);
    await syncDirectory(join(to, '..'));
  }

  /** Bytes free for us in the file system of the images. */
  async free(): Promise<number> {
    const { bavail, bsize } = await statfs(this.#directory);
    return bavail * bsize;
  }

  read(sha256: string, offset: number, end?: number): AsyncIterable<Uint8Array> {
    const range = end === undefined ? { start: offset } : { start: offset, end };
    return createReadStream(this.contentOf(sha256), { ...range, highWaterMark: readBytes });
  }
}

export async function sizeOf(path: string): Promise<number | null> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

/** Opens a file for looking into it; `use` is given the bytes. */
export async function withBytes<T>(path: string, use: (source: ByteSource) => Promise<T>): Promise<T> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    return await use({
      size,
      read: async (offset, length) => {
        const buffer = Buffer.alloc(Math.max(0, Math.min(length, size - offset)));
        const { bytesRead } = await file.read(buffer, 0, buffer.length, offset);
        return buffer.subarray(0, bytesRead);
      },
    });
  } finally {
    await file.close();
  }
}

/** A rename survives a loss of power only when the folder itself is on disk. */
async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}
