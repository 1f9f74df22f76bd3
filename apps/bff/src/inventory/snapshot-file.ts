import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { StringDecoder } from 'node:string_decoder';
import { createGunzip, createGzip } from 'node:zlib';
import { protocolVersion } from '@orrery/contract/realtime/protocol.ts';
import type { Reported } from '@orrery/provider-kit/reported.ts';
import { z } from 'zod';

/** Rows of a line, and so turned into text before the event loop is given back. */
const rowsAtOnce = 200;
/** The file is read in few large pieces: each costs a turn of the loop. */
const pieceBytes = 1024 * 1024;

/**
 * A file is read only by the version of the contract that wrote it: any change of a resource's schema raises
 * protocolVersion (protocol.test.ts), so rows need not be held against their schemas again, 20,000 at every start.
 */
const headSchema = z.object({ contract: z.literal(protocolVersion), writtenAt: z.iso.datetime() });

/** Rows of one backend and kind with the same fields: their names once, then values only. A third of the work to read. */
interface Batch {
  backend: string;
  fields: string[];
  /** Part, then the values in the order of `fields`. */
  rows: [string | null, ...unknown[]][];
}

export interface SavedRow {
  backend: string;
  part: string | null;
  resource: Reported;
}

interface Saved {
  rows: SavedRow[];
  problem: string | null;
}

/**
 * The last known inventory on disk, gzipped JSON lines, so that a restarted BFF has something to show at once.
 * It is a convenience, never the truth: a file that is missing or damaged is as good as none.
 */
export class SnapshotFile {
  readonly #path: string;
  #ahead: Promise<Saved> | undefined;

  constructor(path: string) {
    this.#path = path;
  }

  /** Whole or not at all: a crash while writing leaves the file before. */
  async write(rows: Iterable<SavedRow>, writtenAt: string): Promise<void> {
    await mkdir(dirname(this.#path), { recursive: true });
    const draft = `${this.#path}.new`;
    try {
      await pipeline(
        Readable.from(lines(rows, writtenAt)),
        createGzip({ level: 1 }),
        createWriteStream(draft, { mode: 0o600 }),
      );
      await rename(draft, this.#path);
    } finally {
      await rm(draft, { force: true });
    }
  }

  /** Begins to read, for a `read` that follows: the start has other things to do meanwhile. */
  readAhead(): void {
    this.#ahead ??= this.#read();
  }

  /** What can be read of it; a damaged tail is left out. `problem` says why there is less than all. */
  read(): Promise<Saved> {
    const ahead = this.#ahead ?? this.#read();
    this.#ahead = undefined;
    return ahead;
  }

  async #read(): Promise<Saved> {
    const rows: SavedRow[] = [];
    try {
      const unzipped = createGunzip({ chunkSize: pieceBytes });
      const reading = pipeline(createReadStream(this.#path, { highWaterMark: pieceBytes }), unzipped);
      // Failures of both streams arrive through the loop below as well.
      reading.catch(() => undefined);
      let first = true;
      for await (const line of linesOf(unzipped)) {
        if (first) headSchema.parse(JSON.parse(line));
        // Written by this class, from rows of this version of the contract: the head says so.
        else rows.push(...unpacked(JSON.parse(line) as Batch));
        first = false;
      }
      await reading;
      return { rows, problem: null };
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
        return { rows: [], problem: null };
      return { rows, problem: error instanceof Error ? error.message : String(error) };
    }
  }
}

/** Whole lines; what follows the last line break was cut off while writing. */
async function* linesOf(stream: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  for await (const chunk of stream) {
    const parts = (rest + decoder.write(chunk)).split('\n');
    rest = parts.pop() ?? '';
    yield* parts;
  }
}

async function* lines(rows: Iterable<SavedRow>, writtenAt: string): AsyncGenerator<string> {
  yield `${JSON.stringify({ contract: protocolVersion, writtenAt })}\n`;
  for (const batch of batches(rows)) {
    yield `${JSON.stringify(batch)}\n`;
    await new Promise(resolve => setImmediate(resolve));
  }
}

function* batches(rows: Iterable<SavedRow>): Iterable<Batch> {
  let batch: Batch | undefined;
  for (const { backend, part, resource } of rows) {
    const fields = Object.keys(resource);
    if (batch === undefined || batch.rows.length === rowsAtOnce || !fits(batch, backend, fields)) {
      if (batch !== undefined) yield batch;
      batch = { backend, fields, rows: [] };
    }
    const values: unknown[] = Object.values(resource);
    batch.rows.push([part, ...values]);
  }
  if (batch !== undefined) yield batch;
}

const fits = (batch: Batch, backend: string, fields: readonly string[]): boolean =>
  batch.backend === backend &&
  batch.fields.length === fields.length &&
  fields.every((field, index) => batch.fields[index] === field);

function* unpacked({ backend, fields, rows }: Batch): Iterable<SavedRow> {
  for (const row of rows) {
    const resource: Record<string, unknown> = {};
    for (const [index, field] of fields.entries()) resource[field] = row[index + 1];
    // What `batches` took apart.
    yield { backend, part: row[0], resource: resource as unknown as Reported };
  }
}
