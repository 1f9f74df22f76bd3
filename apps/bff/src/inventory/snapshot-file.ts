import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { StringDecoder } from 'node:string_decoder';
import { createGunzip, createGzip } from 'node:zlib';
import { protocolVersion } from '@orrery/contract/realtime/protocol.ts';
import type { Reported } from '@orrery/provider-kit/provider.ts';
import { z } from 'zod';

/** Rows turned into text before the event loop is given back. */
const rowsAtOnce = 200;

/**
 * A file is read only by the version of the contract that wrote it: any change of a resource's schema raises
 * protocolVersion (protocol.test.ts), so rows need not be held against their schemas again, 20,000 at every start.
 */
const headSchema = z.object({ contract: z.literal(protocolVersion), writtenAt: z.iso.datetime() });

export interface SavedRow {
  backend: string;
  part: string | null;
  resource: Reported;
}

/**
 * The last known inventory on disk, gzipped JSON lines, so that a restarted BFF has something to show at once.
 * It is a convenience, never the truth: a file that is missing or damaged is as good as none.
 */
export class SnapshotFile {
  readonly #path: string;

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

  /** What can be read of it; a damaged tail is left out. `problem` says why there is less than all. */
  async read(): Promise<{ rows: SavedRow[]; problem: string | null }> {
    const rows: SavedRow[] = [];
    try {
      const unzipped = createGunzip();
      const reading = pipeline(createReadStream(this.#path), unzipped);
      // Failures of both streams arrive through the loop below as well.
      reading.catch(() => undefined);
      let first = true;
      for await (const line of linesOf(unzipped)) {
        if (first) headSchema.parse(JSON.parse(line));
        // Written by this class from rows of this version of the contract: the head says so.
        else rows.push(JSON.parse(line) as SavedRow);
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
  let text = `${JSON.stringify({ contract: protocolVersion, writtenAt })}\n`;
  let count = 0;
  for (const row of rows) {
    text += `${JSON.stringify(row)}\n`;
    if (++count % rowsAtOnce > 0) continue;
    yield text;
    text = '';
    await new Promise(resolve => setImmediate(resolve));
  }
  yield text;
}
