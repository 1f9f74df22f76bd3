import type { ImageRow } from '../database/schema/images.ts';
import { RequestError } from '../errors/request-error.ts';
import { sizeOf, withBytes } from './image-files.ts';
import type { ImageContext } from './image-context.ts';
import { updateImage } from './image-rows.ts';
import { ImageRefused } from './inspect/refused.ts';
import { type Inspected, inspect } from './inspect/inspect.ts';
import type { RunningHash } from './running-hash.ts';

/**
 * All bytes are here: looks what they are, names them by their hash and offers the image. Each step is on disk before
 * the next, and all of it can be done again from any point (IM-9). Throws what was wrong with the image, after that
 * was written to its row.
 */
export async function finishImage(
  context: ImageContext,
  row: ImageRow,
  hash: RunningHash,
): Promise<ImageRow> {
  const { db, files } = context;
  await updateImage(db, { id: row.id }, { state: 'checking' }).then(now => now && context.show(now));
  try {
    const checked = await checkPart(context, row, hash);
    await files.exclusive(async () => {
      await updateImage(db, { id: row.id }, { ...checked, receivedBytes: checked.sizeBytes });
      await files.settle(row.id, checked.sha256);
    });
    const done = await updateImage(db, { id: row.id }, { state: 'available', problem: null });
    if (done === undefined) throw new RequestError('resource.not-found', 'The image was deleted meanwhile');
    context.show(done);
    return done;
  } catch (error) {
    const problem = problemOf(error);
    if (problem === null) throw error;
    await failImage(context, row.id, problem);
    throw problem;
  }
}

/** A crash came between giving the bytes their name and offering them (true), or before (false). */
export async function isSettled({ files }: ImageContext, row: ImageRow): Promise<boolean> {
  if (row.sha256 === null || (await sizeOf(files.partOf(row.id))) !== null) return false;
  return files.has(row.sha256);
}

async function checkPart(
  { files }: ImageContext,
  row: ImageRow,
  hash: RunningHash,
): Promise<Inspected & { sha256: string; sizeBytes: number }> {
  const path = files.partOf(row.id);
  const sizeBytes = row.sizeBytes ?? (await sizeOf(path)) ?? 0;
  const found = await withBytes(path, source => inspect(source, row.declaredFormat));
  const sha256 = await hash.digest(path, sizeBytes);
  if (row.declaredSha256 !== null && row.declaredSha256 !== sha256)
    throw new RequestError(
      'image.checksum',
      `Its SHA-256 is ${sha256}, and ${row.declaredSha256} was declared: it is damaged, or another file`,
    );
  return { ...found, sha256, sizeBytes };
}

function problemOf(error: unknown): RequestError | null {
  if (error instanceof ImageRefused) return new RequestError('image.refused', error.message);
  return error instanceof RequestError && error.code !== 'resource.not-found' ? error : null;
}

/** Keeps the row, so that its owner reads why, and drops the bytes. */
export async function failImage(context: ImageContext, id: string, problem: RequestError): Promise<void> {
  await context.files.dropPart(id);
  const row = await updateImage(
    context.db,
    { id },
    { state: 'error', receivedBytes: 0, problem: { code: problem.code, message: problem.message } },
  );
  if (row !== undefined) context.show(row);
}
