import { counted } from '@orrery/contract/counted.ts';
import type { ChangeImage, CreateImage } from '@orrery/contract/images/bodies.ts';
import type { ImageContent } from '@orrery/provider-kit/image-content.ts';
import { may, type Principal } from '../authz/principal.ts';
import type { ImageRow, NewImage } from '../database/schema/images.ts';
import { RequestError } from '../errors/request-error.ts';
import { uuidv7 } from '../inventory/uuid.ts';
import { owningProject, refuseChange, seesImage } from './access.ts';
import type { ImageCatalogue, ImageFacts } from './api.ts';
import type { ImageContext } from './image-context.ts';
import { withBytes } from './image-files.ts';
import { inspectOva } from './inspect/ova/ova.ts';
import { deleteImageRow, findImage, insertImage, isContentShared, updateImage } from './image-rows.ts';
import { refuseWithoutSpace } from './space.ts';

/** Orrery's own images: who has which, and their bytes. */
export class Catalogue implements ImageCatalogue {
  readonly #context: ImageContext;

  constructor(context: ImageContext) {
    this.#context = context;
  }

  async create(principal: Principal, asked: CreateImage): Promise<ImageRow> {
    const { db, clock, show } = this.#context;
    const project = owningProject(principal, asked.project);
    const visibility = project === null ? 'public' : asked.visibility;
    if (visibility === 'public') refusePublishing(principal);
    if (asked.source.from === 'upload') await refuseWithoutSpace(this.#context, asked.source.sizeBytes);
    const now = clock.now();
    const row = await insertImage(db, {
      ...newImage(asked),
      id: uuidv7(now),
      project,
      visibility,
      createdBy: principal.userId,
      createdAt: new Date(now),
      changedAt: new Date(now),
    });
    show(row);
    return row;
  }

  async change(principal: Principal, id: string, change: ChangeImage): Promise<ImageRow> {
    const row = await this.require(principal, id);
    const { visibility = row.visibility } = change;
    if (visibility === 'public' && row.visibility !== 'public') refusePublishing(principal);
    if (visibility !== 'public' && row.project === null)
      throw new RequestError('request.invalid', 'It belongs to no project, so it is public');
    for (const id of change.sharedWith ?? []) this.#refuseUnknownProject(principal, id);
    const sharedWith = change.sharedWith && [...hiddenShares(principal, row), ...change.sharedWith];
    const changed = await updateImage(this.#context.db, { id }, defined({ ...change, sharedWith }));
    if (changed === undefined) throw noImage();
    this.#context.show(changed);
    return changed;
  }

  /** The row is gone first: bytes without a row are dropped at the next start, a row without bytes would be a lie. */
  async remove(principal: Principal, id: string): Promise<ImageRow> {
    const row = await this.require(principal, id);
    this.#refuseRemoval(row);
    await this.#drop(row);
    return row;
  }

  /** For Orrery itself, which was told so when it was asked for. False: it stays. */
  async discard(id: string): Promise<boolean> {
    const row = await findImage(this.#context.db, id);
    if (row === undefined || row.protected || this.#context.usersOf(id).length > 0) return false;
    await this.#drop(row);
    return true;
  }

  async #drop({ id, sha256 }: ImageRow): Promise<void> {
    const { db, files, inventory } = this.#context;
    await files.exclusive(async () => {
      await deleteImageRow(db, id);
      if (sha256 !== null && !(await isContentShared(db, { id, sha256 }))) await files.dropContent(sha256);
    });
    inventory.retract('image', [id]);
  }

  forget(id: string): Promise<void> {
    return deleteImageRow(this.#context.db, id);
  }

  /** Drops bytes that no row names any more. */
  dropUnused(sha256: string): Promise<void> {
    const { db, files } = this.#context;
    return files.exclusive(async () => {
      if (!(await isContentShared(db, { id: nobody, sha256 }))) await files.dropContent(sha256);
    });
  }

  /** An image that the caller may change. */
  async require(principal: Principal, id: string): Promise<ImageRow> {
    const row = await findImage(this.#context.db, id);
    if (row === undefined) throw noImage();
    refuseChange(principal, row);
    return row;
  }

  /** An image whose bytes the caller may have. */
  async readable(
    principal: Principal,
    id: string,
  ): Promise<ImageRow & { sha256: string; sizeBytes: number }> {
    const row = await findImage(this.#context.db, id);
    if (row === undefined || !seesImage(principal, row)) throw noImage();
    if (row.state !== 'available' || row.sha256 === null || row.sizeBytes === null)
      throw new RequestError('image.not-ready', `The image is ${row.state}`);
    return { ...row, sha256: row.sha256, sizeBytes: row.sizeBytes };
  }

  async content(id: string): Promise<ImageContent | null> {
    const row = await findImage(this.#context.db, id);
    if (row?.state !== 'available') return null;
    const { name, format, sizeBytes, virtualSizeBytes, sha256 } = row;
    if (format === null || sizeBytes === null || virtualSizeBytes === null || sha256 === null) return null;
    const read: ImageContent['read'] = (offset, signal) => this.#read(sha256, { offset, signal });
    const content = { id, name, format, sizeBytes, virtualSizeBytes, sha256, read };
    if (format !== 'ova') return content;
    const appliance = await withBytes(this.#context.files.contentOf(sha256), inspectOva);
    return { ...content, appliance };
  }

  async facts(id: string): Promise<ImageFacts | null> {
    const row = await findImage(this.#context.db, id);
    if (row === undefined) return null;
    const { name, format, project, sizeBytes, virtualSizeBytes, minDiskGiB, minMemoryMiB, deprecated } = row;
    const ready = row.state === 'available';
    const about = { id, name, project, format, sizeBytes, virtualSizeBytes, minDiskGiB, minMemoryMiB };
    return { ...about, deprecated, ready, reason: ready ? null : `The image ${name} is ${row.state}` };
  }

  async *#read(sha256: string, { offset, signal }: { offset: number; signal: AbortSignal }) {
    for await (const bytes of this.#context.files.read(sha256, offset)) {
      signal.throwIfAborted();
      yield bytes;
    }
  }

  #refuseRemoval(row: ImageRow): void {
    if (row.protected)
      throw new RequestError('image.protected', 'The image is protected; take the protection away first');
    const users = this.#context.usersOf(row.id);
    if (users.length > 0) {
      const names = `${users.slice(0, 3).join(', ')}${users.length > 3 ? ', …' : ''}`;
      throw new RequestError(
        'image.in-use',
        `${counted(users.length, 'instance')} made from it: ${names}; delete those first, or deprecate the image`,
      );
    }
  }

  /** Sharing is with projects that one knows of: an answer must not tell which ids exist. */
  #refuseUnknownProject(principal: Principal, id: string): void {
    if (knowsProject(principal, id)) return;
    throw new RequestError('request.invalid', 'You can share with projects that you are in yourself', {
      reasons: [{ field: 'sharedWith', message: 'Ask an administrator to share it with others' }],
    });
  }
}

const knowsProject = (principal: Principal, id: string): boolean =>
  may(principal, 'inventory.read', id) || may(principal, 'image.publish');

/** Who names all projects that one knows takes away none that one cannot see. */
const hiddenShares = (principal: Principal, { sharedWith }: ImageRow): string[] =>
  sharedWith.filter(id => !knowsProject(principal, id));

/** No image has this id. */
const nobody = '00000000-0000-0000-0000-000000000000';

const noImage = () => new RequestError('resource.not-found', 'There is no such image');

function refusePublishing(principal: Principal): void {
  if (!may(principal, 'image.publish'))
    throw new RequestError('permission.denied', 'Your role does not allow to publish images to all projects');
}

function newImage(asked: CreateImage): Pick<NewImage, 'name' | 'state' | 'source'> & Partial<NewImage> {
  const { name, source, format, sha256, description, os, architecture, minDiskGiB, minMemoryMiB } = asked;
  const described = defined({ description, os, architecture, minDiskGiB, minMemoryMiB });
  const common = { name, declaredFormat: format, declaredSha256: sha256, ...described };
  if (source.from === 'upload')
    return {
      ...common,
      state: 'uploading',
      sizeBytes: source.sizeBytes,
      source: { from: 'upload', fileName: source.fileName },
    };
  const shown = new URL(source.url);
  shown.search = '';
  shown.username = shown.password = shown.hash = '';
  return { ...common, state: 'importing', source: { from: 'url', url: shown.href, address: source.url } };
}

/** Only what was given: undefined changes nothing. */
const defined = <T extends object>(fields: T): Partial<{ [K in keyof T]: Exclude<T[K], undefined> }> =>
  // Undefined values are the ones that are taken out.
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<{
    [K in keyof T]: Exclude<T[K], undefined>;
  }>;
