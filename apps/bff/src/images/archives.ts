import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { RequestError } from '../errors/request-error.ts';

/** What nobody has made an image of within a day is forgotten. */
const keptMs = 24 * 3_600_000;
const isId = /^[0-9a-f-]{36}$/;

export interface Archive {
  id: string;
  sizeBytes: number;
}

/** Bytes on their way to a host, which makes an image of them: what it is built from, or what it was saved as. */
export class Archives {
  readonly #directory: string;
  readonly #largestBytes: number;

  constructor(directory: string, largestBytes: number) {
    this.#directory = directory;
    this.#largestBytes = largestBytes;
  }

  /** Forgets what is old. */
  async prepare(nowMs: number): Promise<void> {
    await mkdir(this.#directory, { recursive: true, mode: 0o700 });
    for (const name of await readdir(this.#directory)) {
      const { mtimeMs } = await stat(join(this.#directory, name));
      if (nowMs - mtimeMs > keptMs) await this.drop(name);
    }
  }

  async receive(bytes: Readable): Promise<Archive> {
    const id = randomUUID();
    let sizeBytes = 0;
    const limited = async function* (this: Archives) {
      for await (const piece of bytes) {
        // A request without an encoding gives buffers.
        sizeBytes += (piece as Buffer).length;
        if (sizeBytes > this.#largestBytes)
          throw new RequestError('request.too-large', `At most ${this.#largestBytes} bytes are taken here`);
        yield piece;
      }
    }.bind(this);
    try {
      await pipeline(limited, createWriteStream(this.#pathOf(id), { mode: 0o600 }));
    } catch (error) {
      await this.drop(id);
      throw error;
    }
    return { id, sizeBytes };
  }

  /** Null when there is none of that id (any more). */
  async open(id: string): Promise<AsyncIterable<Uint8Array> | null> {
    if (!isId.test(id)) return null;
    const there = await stat(this.#pathOf(id)).catch(() => null);
    return there === null ? null : createReadStream(this.#pathOf(id));
  }

  async drop(id: string): Promise<void> {
    await rm(this.#pathOf(id), { force: true });
  }

  #pathOf(id: string): string {
    return join(this.#directory, id);
  }
}
