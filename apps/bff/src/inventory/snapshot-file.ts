import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { z } from 'zod';

/** Changed when older files can no longer be read. */
const format = 1;
/** Rows turned into text before the event loop is given back. */
const rowsAtOnce = 200;

const headSchema = z.object({ format: z.literal(format), writtenAt: z.iso.datetime() });

export interface SavedRow {
  backend: string;
  part: string | null;
  resource: Record<string, unknown>;
}
const rowSchema: z.ZodType<SavedRow> = z.object({
  backend: z.string(),
  part: z.string().nullable(),
  resource: z.record(z.string(), z.unknown()),
});

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
      const source = createReadStream(this.#path);
      const unzipped = createGunzip();
      const reading = pipeline(source, unzipped);
      // Failures of both streams arrive through the loop below as well.
      reading.catch(() => undefined);
      let first = true;
      for await (const line of createInterface({ input: unzipped })) {
        if (first) headSchema.parse(JSON.parse(line));
        else rows.push(rowSchema.parse(JSON.parse(line)));
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

async function* lines(rows: Iterable<SavedRow>, writtenAt: string): AsyncGenerator<string> {
  let text = `${JSON.stringify({ format, writtenAt })}\n`;
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
