import type { IncomingMessage } from 'node:http';
import type { ImageRow } from '../../database/schema/images.ts';
import { RequestError } from '../../errors/request-error.ts';
import { append } from '../append.ts';
import { failImage } from '../finish.ts';
import type { ImageContext } from '../image-context.ts';
import { updateImage } from '../image-rows.ts';
import { inspectBeginning } from '../inspect/beginning.ts';
import { ImageRefused } from '../inspect/refused.ts';
import { withBytes } from '../image-files.ts';
import { RunningHash } from '../running-hash.ts';
import { refuseWithoutSpace } from '../space.ts';
import { openAddress } from './open-address.ts';
import type { PublicAddresses } from './public-address.ts';

/** Nothing came for so long: the server hangs. */
const idleMs = 60_000;
/** A day at 100 kB/s is 8 GB; whoever is slower than that should fetch the file themselves. */
const longestMs = 24 * 3_600_000;
const gib = 1024 ** 3;

export interface ImporterOptions {
  context: ImageContext;
  addresses: PublicAddresses;
  finish: (row: ImageRow, hash: RunningHash) => Promise<ImageRow>;
  open?: typeof openAddress;
}

/** Brings images from addresses. At most a few at once; the rest wait. */
export class Importer {
  readonly #options: ImporterOptions;
  readonly #running = new Map<string, AbortController>();
  readonly #waiting: ImageRow[] = [];
  readonly #atOnce = 2;

  constructor(options: ImporterOptions) {
    this.#options = options;
  }

  start(row: ImageRow): void {
    this.#waiting.push(row);
    this.#next();
  }

  stop(id: string): void {
    this.#running.get(id)?.abort(new RequestError('resource.not-found', 'The import was given up'));
  }

  stopAll(): void {
    this.#waiting.length = 0;
    for (const control of this.#running.values()) control.abort(stopping);
  }

  #next(): void {
    if (this.#running.size >= this.#atOnce) return;
    const row = this.#waiting.shift();
    if (row === undefined) return;
    const control = new AbortController();
    this.#running.set(row.id, control);
    void this.#import(row, control).finally(() => {
      this.#running.delete(row.id);
      this.#next();
    });
  }

  async #import(row: ImageRow, control: AbortController): Promise<void> {
    const { context, finish } = this.#options;
    const cancel = context.clock.after(longestMs, () =>
      control.abort(new RequestError('import.refused', 'It took longer than a day')),
    );
    const hash = new RunningHash();
    try {
      const whole = await this.#fetch(row, { hash, signal: control.signal });
      await finish(whole, hash);
    } catch (error) {
      // After a restart it begins anew: its row says still that it is importing.
      if (control.signal.reason === stopping) return;
      context.log('warn', 'an image could not be imported', { image: row.id, error });
      const known =
        error instanceof RequestError
          ? error
          : new RequestError('import.refused', 'The import broke off; try it again');
      await failImage(context, row.id, known);
    } finally {
      cancel();
    }
  }

  async #fetch(
    row: ImageRow,
    { hash, signal }: { hash: RunningHash; signal: AbortSignal },
  ): Promise<ImageRow> {
    const { context, addresses, open = openAddress } = this.#options;
    if (row.source.from !== 'url') throw new Error(`${row.id} is no import`);
    const answer = await open(row.source.address, { addresses, signal });
    const declared = Number(answer.headers['content-length'] ?? Number.NaN);
    const sizeBytes = Number.isSafeInteger(declared) ? declared : null;
    await refuseWithoutSpace(context, sizeBytes ?? 1);
    await this.#tell(row.id, { sizeBytes, receivedBytes: 0 });
    answer.setTimeout(idleMs, () =>
      answer.destroy(new RequestError('import.refused', 'The server stopped sending')),
    );
    const received = await append({
      path: context.files.partOf(row.id),
      offset: 0,
      room: sizeBytes ?? context.settings.largestGiB * gib,
      bytes: answer,
      checksum: null,
      hash,
      settled: receivedBytes => this.#settled(row, { receivedBytes, sizeBytes }),
    });
    refuseCutOff(answer, { received, sizeBytes });
    return this.#tell(row.id, { sizeBytes: received, receivedBytes: received });
  }

  async #settled(
    row: ImageRow,
    progress: { receivedBytes: number; sizeBytes: number | null },
  ): Promise<void> {
    const { context } = this.#options;
    await this.#tell(row.id, progress);
    if (progress.sizeBytes === null) await refuseWithoutSpace(context, 1);
    const arrived = { size: progress.sizeBytes ?? Number.MAX_SAFE_INTEGER, here: progress.receivedBytes };
    try {
      await withBytes(context.files.partOf(row.id), source =>
        inspectBeginning(source, arrived, row.declaredFormat),
      );
    } catch (error) {
      // An unknown size is no whole number of sectors, and tells nothing about tables at the end.
      if (error instanceof ImageRefused && progress.sizeBytes !== null)
        throw new RequestError('image.refused', error.message);
      if (!(error instanceof ImageRefused)) throw error;
    }
  }

  async #tell(id: string, change: { receivedBytes: number; sizeBytes: number | null }): Promise<ImageRow> {
    const { context } = this.#options;
    const row = await updateImage(context.db, { id, when: 'importing' }, change);
    if (row === undefined) throw new RequestError('resource.not-found', 'The import was given up');
    context.show(row);
    return row;
  }
}

const stopping = new Error('Orrery stops');

function refuseCutOff(
  answer: IncomingMessage,
  { received, sizeBytes }: { received: number; sizeBytes: number | null },
): void {
  if (!answer.complete || (sizeBytes !== null && received !== sizeBytes))
    throw new RequestError('import.refused', `The server broke off after ${received} bytes; try it again`);
}
