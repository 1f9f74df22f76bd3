import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';

const readBytes = 1024 * 1024;

/**
 * SHA-256 of a file that grows at its end, taken as the bytes come by. After a restart, or when bytes were taken back,
 * it reads what it has missed from the file.
 */
export class RunningHash {
  #hash = createHash('sha256');
  #upTo = 0;

  /** How many bytes it has seen. */
  get upTo(): number {
    return this.#upTo;
  }

  /** Bytes that stand at `offset`; those it cannot follow on are left for later. */
  add(bytes: Uint8Array, offset: number): void {
    if (offset !== this.#upTo) return;
    this.#hash.update(bytes);
    this.#upTo += bytes.length;
  }

  /** A copy to go back to. */
  mark(): { hash: Hash; upTo: number } {
    return { hash: this.#hash.copy(), upTo: this.#upTo };
  }

  back({ hash, upTo }: { hash: Hash; upTo: number }): void {
    this.#hash = hash;
    this.#upTo = upTo;
  }

  /** Bytes from `offset` on are not what they were. */
  forgetAfter(offset: number): void {
    if (this.#upTo > offset) this.back({ hash: createHash('sha256'), upTo: 0 });
  }

  /** Hex digest of the first `size` bytes of the file. It can go on afterwards. */
  async digest(path: string, size: number): Promise<string> {
    this.forgetAfter(size);
    if (this.#upTo < size) {
      const missed = createReadStream(path, { start: this.#upTo, end: size - 1, highWaterMark: readBytes });
      // A file read stream gives Buffers when it has no encoding.
      for await (const bytes of missed as AsyncIterable<Buffer>) this.add(bytes, this.#upTo);
    }
    if (this.#upTo !== size) throw new Error(`${path} has ${this.#upTo} bytes instead of ${size}`);
    return this.#hash.copy().digest('hex');
  }
}
