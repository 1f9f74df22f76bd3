import type { ImageRow } from '../database/schema/images.ts';
import { RequestError } from '../errors/request-error.ts';
import { append, type Checksum } from './append.ts';
import { failImage, finishImage } from './finish.ts';
import { withBytes } from './image-files.ts';
import type { ImageContext } from './image-context.ts';
import { findImage, updateImage } from './image-rows.ts';
import { ImageRefused } from './inspect/refused.ts';
import { inspectBeginning } from './inspect/beginning.ts';
import { RunningHash } from './running-hash.ts';

export interface Part {
  offset: number;
  bytes: AsyncIterable<Uint8Array>;
  checksum: Checksum | null;
  /** Ends the reading of `bytes`, when somebody else goes on with the same upload. */
  interrupt: () => void;
}

interface Writer {
  interrupt: () => void;
  done: Promise<void>;
}

/** The receiving end of uploads (docs/specs/images.md IM-1 to IM-12). */
export class Uploads {
  readonly #context: ImageContext;
  readonly #hashes = new Map<string, RunningHash>();
  readonly #writers = new Map<string, Writer>();

  constructor(context: ImageContext) {
    this.#context = context;
  }

  /** Where to go on. A connection that still hangs on the same upload is ended first: it is the caller's old one. */
  async offset(id: string): Promise<ImageRow> {
    await this.#endWriter(id);
    return this.#require(id);
  }

  /** Takes one part; the last one finishes the image. */
  async append(id: string, part: Part): Promise<ImageRow> {
    // Nothing is awaited between finding no writer and being it.
    while (this.#writers.has(id)) await this.#endWriter(id);
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#writers.set(id, { interrupt: part.interrupt, done: promise });
    try {
      return await this.#append(await this.#require(id), part);
    } finally {
      this.#writers.delete(id);
      resolve();
    }
  }

  async end(id: string): Promise<void> {
    await this.#endWriter(id);
    this.#hashes.delete(id);
    await this.#context.files.dropPart(id);
  }

  /** For bytes that come from elsewhere (imports), and after a restart: what is all here is looked at (again). */
  finish(row: ImageRow, hash = this.#hashOf(row.id)): Promise<ImageRow> {
    return this.#finish(row, hash);
  }

  async #append(row: ImageRow, part: Part): Promise<ImageRow> {
    const size = row.sizeBytes;
    if (row.state !== 'uploading' || size === null)
      throw new RequestError('image.not-ready', `The image takes no more bytes: it is ${row.state}`);
    if (part.offset !== row.receivedBytes)
      throw new RequestError(
        'upload.offset',
        `The upload goes on at ${row.receivedBytes}, not at ${part.offset}`,
      );
    await this.#write(row, part, size);
    const now = await this.#require(row.id);
    if (now.receivedBytes < size) {
      await this.#lookAtBeginning(row, now);
      return now;
    }
    return this.#finish(now, this.#hashOf(row.id));
  }

  async #write(row: ImageRow, part: Part, size: number): Promise<void> {
    const { files, db, show } = this.#context;
    try {
      await append({
        ...part,
        path: files.partOf(row.id),
        room: size - part.offset,
        hash: this.#hashOf(row.id),
        settled: async offset => {
          const now = await updateImage(db, { id: row.id, when: 'uploading' }, { receivedBytes: offset });
          if (now === undefined) throw new RequestError('resource.not-found', 'The upload was given up');
          show(now);
        },
      });
    } catch (error) {
      if (isDiskFull(error)) throw new RequestError('storage.full', 'There is no space left for images');
      if (isBrokenOff(error))
        throw new RequestError('request.invalid', 'The connection broke off; go on at the offset');
      throw error;
    }
  }

  /** Nobody should send two gibibytes to hear that the first kilobyte is hostile. */
  async #lookAtBeginning(before: ImageRow, now: ImageRow): Promise<void> {
    if (before.receivedBytes > 0) return;
    const { files } = this.#context;
    const arrived = { size: now.sizeBytes ?? 0, here: now.receivedBytes };
    try {
      await withBytes(files.partOf(now.id), source => inspectBeginning(source, arrived, now.declaredFormat));
    } catch (error) {
      if (!(error instanceof ImageRefused)) throw error;
      const problem = new RequestError('image.refused', error.message);
      await failImage(this.#context, now.id, problem);
      throw problem;
    }
  }

  async #finish(row: ImageRow, hash: RunningHash): Promise<ImageRow> {
    try {
      return await finishImage(this.#context, row, hash);
    } finally {
      this.#hashes.delete(row.id);
    }
  }

  #hashOf(id: string): RunningHash {
    const held = this.#hashes.get(id) ?? new RunningHash();
    this.#hashes.set(id, held);
    return held;
  }

  async #endWriter(id: string): Promise<void> {
    const writer = this.#writers.get(id);
    writer?.interrupt();
    await writer?.done;
  }

  async #require(id: string): Promise<ImageRow> {
    const row = await findImage(this.#context.db, id);
    if (row === undefined) throw new RequestError('resource.not-found', 'There is no such upload');
    return row;
  }
}

const brokenOff: ReadonlySet<unknown> = new Set([
  'ECONNRESET',
  'ERR_STREAM_PREMATURE_CLOSE',
  'EPIPE',
  'ABORT_ERR',
]);
const isBrokenOff = (error: unknown): boolean =>
  error instanceof Error && (('code' in error && brokenOff.has(error.code)) || error.message === 'aborted');

const isDiskFull = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT');
