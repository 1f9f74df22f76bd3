import type { ImageOptions } from '@orrery/contract/images/bodies.ts';
import type { Image } from '@orrery/contract/resources/storage.ts';
import { type Clock, isoNow } from '@orrery/provider-kit/clock.ts';
import type { Principal } from '../authz/principal.ts';
import type { ImageRow } from '../database/schema/images.ts';
import { RequestError } from '../errors/request-error.ts';
import { Catalogue } from './catalogue.ts';
import { convert, findQemuImg } from './convert.ts';
import { isSettled } from './finish.ts';
import type { ImageContext } from './image-context.ts';
import { sizeOf } from './image-files.ts';
import { allImages, updateImage } from './image-rows.ts';
import { imagesFromInstances } from './from-instance.ts';
import { Importer } from './import/importer.ts';
import { PublicAddresses } from './import/public-address.ts';
import { presentImage } from './present-image.ts';
import type { Performer } from '../operations/performer.ts';
import { RunningHash } from './running-hash.ts';
import { Uploads } from './uploads.ts';

const gib = 1024 ** 3;
const dayMs = 24 * 3_600_000;
const tidyEveryMs = 3_600_000;
/** A good size of one part: small enough to lose, large enough that requests cost nothing. */
const chunkBytes = 8 * 1024 * 1024;

export type ImagesOptions = Omit<ImageContext, 'show'> & {
  /** Where qemu-img is; undefined: look for it. */
  qemuImg?: string | null;
};

/** Orrery's own images with all that happens to them. */
export class ImagesService {
  readonly catalogue: Catalogue;
  readonly uploads: Uploads;
  /** Makes images of instances. */
  readonly fromInstances: Performer;
  readonly #context: ImageContext;
  readonly #importer: Importer;
  readonly #conversions = new Map<string, AbortController>();
  #qemuImg: string | null;
  #cancelTidy: (() => void) | undefined;

  constructor({ qemuImg = null, ...options }: ImagesOptions) {
    const { inventory, clock } = options;
    this.#context = { ...options, show: row => inventory.publish([present(clock, row)]) };
    this.#qemuImg = qemuImg;
    this.catalogue = new Catalogue(this.#context);
    this.uploads = new Uploads(this.#context);
    const finish = (row: ImageRow, hash: RunningHash) => this.uploads.finish(row, hash);
    this.fromInstances = imagesFromInstances({ context: this.#context, finish });
    this.#importer = new Importer({
      context: this.#context,
      addresses: new PublicAddresses(options.settings.importFrom),
      finish,
    });
  }

  /** Shows every image, and goes on with what an earlier process had begun. */
  async start(): Promise<void> {
    const { db, files, show } = this.#context;
    await files.prepare();
    this.#qemuImg ??= await findQemuImg();
    const rows = await allImages(db);
    for (const row of rows) show(row);
    const known = new Set(rows.map(row => row.id));
    for (const part of await files.parts()) if (!known.has(part.slice(0, 36))) await files.dropPart(part);
    for (const row of rows) await this.#goOn(row);
    this.#tidyLater();
  }

  stop(): void {
    this.#cancelTidy?.();
    this.#importer.stopAll();
    for (const control of this.#conversions.values()) control.abort();
  }

  options(): ImageOptions {
    const missing =
      'qemu-img is not installed on the machine that Orrery runs on (Debian: apt install qemu-utils)';
    return {
      largestBytes: this.#context.settings.largestGiB * gib,
      conversion:
        this.#qemuImg === null
          ? { available: false, code: 'capability.missing', reason: missing }
          : { available: true, code: null, reason: null },
      chunkBytes,
    };
  }

  present(row: ImageRow): Image {
    return present(this.#context.clock, row);
  }

  /** When an upload that nobody goes on with is forgotten. */
  expiresAt(row: ImageRow): Date {
    return new Date(row.changedAt.getTime() + this.#context.settings.uploadDays * dayMs);
  }

  read(sha256: string, offset: number, end: number): AsyncIterable<Uint8Array> {
    return this.#context.files.read(sha256, offset, end);
  }

  import(row: ImageRow): void {
    this.#importer.start(row);
  }

  async remove(principal: Principal, id: string): Promise<void> {
    await this.catalogue.remove(principal, id);
    this.#importer.stop(id);
    this.#conversions.get(id)?.abort();
    await this.uploads.end(id);
  }

  /** One that was uploaded for something that is there now. Kept where it is protected or of use; bears that it is gone. */
  async discard(id: string): Promise<void> {
    if (await this.catalogue.discard(id)) await this.uploads.end(id);
  }

  /** Begins a conversion; the image shows how it ends. */
  async convert(principal: Principal, id: string, format: 'qcow2' | 'raw'): Promise<ImageRow> {
    const row = await this.catalogue.require(principal, id);
    const program = this.#qemuImg;
    if (program === null)
      throw new RequestError('capability.missing', this.options().conversion.reason ?? '');
    const { sha256, format: from } = row;
    if (sha256 === null || from === null)
      throw new RequestError('image.not-ready', `The image is ${row.state}`);
    if (from === 'ova')
      throw new RequestError('request.invalid', 'An OVA is a machine, and no disk: it is launched as it is');
    if (from === format) throw new RequestError('request.invalid', `The image is ${format} already`);
    const now = await updateImage(this.#context.db, { id, when: 'available' }, { state: 'converting' });
    if (now === undefined) throw new RequestError('image.not-ready', `The image is ${row.state}`);
    this.#context.show(now);
    void this.#convert(program, now, { sha256, from, format });
    return now;
  }

  async #convert(
    program: string,
    row: ImageRow,
    {
      sha256,
      from,
      format,
    }: { sha256: string; from: NonNullable<ImageRow['format']>; format: 'qcow2' | 'raw' },
  ): Promise<void> {
    const { files, log } = this.#context;
    const control = new AbortController();
    this.#conversions.set(row.id, control);
    try {
      const to = { path: files.partOf(row.id), format };
      await convert(program, {
        from: { path: files.contentOf(sha256), format: from },
        to,
        signal: control.signal,
      });
      const sizeBytes = await sizeOf(to.path);
      // Nobody declared what comes out of it.
      const made = { ...row, sizeBytes, declaredFormat: format, declaredSha256: null };
      await this.uploads.finish(made, new RunningHash());
      await this.catalogue.dropUnused(sha256);
    } catch (error) {
      log('warn', 'an image could not be converted', { image: row.id, error });
      await this.#asBefore(row, error);
    } finally {
      this.#conversions.delete(row.id);
    }
  }

  /** The image is what it was; only the attempt has failed. */
  async #asBefore(row: ImageRow, error?: unknown): Promise<void> {
    const { db, files, show } = this.#context;
    const message = error instanceof RequestError ? error.message : 'The conversion broke off; try it again';
    const problem = { code: 'image.refused', message };
    await files.dropPart(row.id);
    const { format, sizeBytes, receivedBytes, virtualSizeBytes, sha256 } = row;
    const before = { format, sizeBytes, receivedBytes, virtualSizeBytes, sha256 };
    const now = await updateImage(db, { id: row.id }, { ...before, state: 'available', problem });
    if (now !== undefined) show(now);
  }

  async #goOn(row: ImageRow): Promise<void> {
    const { db, show, log } = this.#context;
    // The operation that makes it finds out itself what became of it.
    if (row.source.from === 'instance' && row.state !== 'converting') return;
    if (row.state === 'importing') return this.#importer.start(row);
    if (row.state === 'converting') return this.#asBefore(row);
    const whole = row.state === 'uploading' && row.receivedBytes === row.sizeBytes;
    if (row.state !== 'checking' && !whole) return;
    if (await isSettled(this.#context, row)) {
      const done = await updateImage(db, { id: row.id }, { state: 'available' });
      if (done !== undefined) show(done);
      return;
    }
    void this.uploads
      .finish(row)
      .catch(error => log('warn', 'an image could not be finished', { image: row.id, error }));
  }

  #tidyLater(): void {
    this.#cancelTidy = this.#context.clock.after(tidyEveryMs, () => {
      void this.forgetOld().finally(() => this.#tidyLater());
    });
  }

  /** Drops uploads that nobody went on with. */
  async forgetOld(): Promise<void> {
    const { db, clock, files, inventory } = this.#context;
    for (const row of await allImages(db)) {
      if (row.state !== 'uploading' || this.expiresAt(row).getTime() > clock.now()) continue;
      await this.uploads.end(row.id);
      await files.exclusive(() => this.catalogue.forget(row.id));
      inventory.retract('image', [row.id]);
    }
  }
}

const present = (clock: Clock, row: ImageRow) => presentImage(row, isoNow(clock));
