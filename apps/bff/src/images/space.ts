import { RequestError } from '../errors/request-error.ts';
import type { ImageContext } from './image-context.ts';
import { allImages } from './image-rows.ts';

const gib = 1024 ** 3;

/** Throws when `bytes` more would leave less than is to be kept free, counting what other uploads were promised. */
export async function refuseWithoutSpace(
  { db, files, settings }: Pick<ImageContext, 'db' | 'files' | 'settings'>,
  bytes: number,
): Promise<void> {
  const largest = settings.largestGiB * gib;
  if (bytes > largest)
    throw new RequestError('request.too-large', `At most ${settings.largestGiB} GiB a file is taken here`);
  const promised = (await allImages(db))
    .filter(row => row.state === 'uploading' || row.state === 'importing')
    .reduce((sum, row) => sum + Math.max(0, (row.sizeBytes ?? 0) - row.receivedBytes), 0);
  const left = (await files.free()) - promised - settings.keepFreeGiB * gib;
  if (bytes > left)
    throw new RequestError(
      'storage.full',
      `There is room for ${gibibytes(Math.max(0, left))} GiB more, and this needs ${gibibytes(bytes)} GiB`,
    );
}

const gibibytes = (bytes: number) => (bytes / gib).toFixed(1);
