import type { CreateVolumeInput } from '@orrery/contract/launch/creation-bodies.ts';
import type { ImageFormat } from '@orrery/contract/images/image-facts.ts';
import { orrery } from './orrery.ts';

/** What a file is to become once it is there. */
export interface VolumeWish {
  name: string;
  project: string | null;
  pool: string | null;
  /** An instance that is to be able to attach it. */
  instance: string | null;
  /** Null: as large as the disk that the file holds. */
  capacityBytes: number | null;
  /** A retry after the volume was begun is the same request. */
  idempotencyKey: string;
}

const storageKey = 'orrery.volume-uploads';
const lookEveryMs = 1_000;
/** The smallest volume that is made. */
const leastBytes = 1_048_576;

/** By the image that the upload is; kept over a reload, after which the file is picked again. */
const wishes = (): Record<string, VolumeWish> => {
  try {
    // Written by this file only.
    return JSON.parse(localStorage.getItem(storageKey) ?? '{}') as Record<string, VolumeWish>;
  } catch {
    return {};
  }
};

function keep(image: string, wish: VolumeWish | undefined): void {
  const { [image]: _old, ...others } = wishes();
  localStorage.setItem(storageKey, JSON.stringify(wish ? { ...others, [image]: wish } : others));
}

export const volumeWishOf = (image: string): VolumeWish | undefined => wishes()[image];

/** An image that the file is uploaded to, with the word of what becomes of it. */
export async function beginVolumeUpload(
  file: File,
  { format, ...wish }: VolumeWish & { format: ImageFormat | null },
) {
  const source = { from: 'upload' as const, sizeBytes: file.size, fileName: file.name };
  const image = await orrery.images.create({ name: wish.name, project: wish.project, source, format });
  keep(image.id, wish);
  return image;
}

/** Once its bytes are there: makes the volume, which takes the image away. Rejects with why it could not. */
export async function finishVolumeUpload(
  image: string,
  wish: VolumeWish,
  signal: AbortSignal,
): Promise<void> {
  const { format, virtualBytes } = await checked(image, signal);
  const { name, project, pool, instance, idempotencyKey } = wish;
  const asked: CreateVolumeInput = {
    ...{ name, project, pool, instance },
    capacityBytes: Math.max(leastBytes, wish.capacityBytes ?? 0, virtualBytes),
    // What it is stays what it is, where volumes can be that.
    format: format === 'qcow2' || format === 'raw' ? format : null,
    source: { from: 'image', image, discard: true },
  };
  const { id } = await orrery.own.createVolume(asked, { idempotencyKey });
  await succeeded(id, signal);
  keep(image, undefined);
}

async function checked(image: string, signal: AbortSignal) {
  for (;;) {
    const { status, format, catalogue, virtualSizeBytes } = await orrery.get('image', image, signal);
    if (status === 'available') return { format, virtualBytes: virtualSizeBytes ?? 0 };
    if (status === 'error') throw new Error(catalogue?.problem?.message ?? 'The file was refused');
    await pause(signal);
  }
}

async function succeeded(operation: string, signal: AbortSignal): Promise<void> {
  for (;;) {
    const { status, error, message } = await orrery.get('operation', operation, signal);
    if (status === 'succeeded') return;
    if (status === 'failed' || status === 'cancelled')
      throw new Error(error?.message ?? message ?? 'The volume could not be made');
    await pause(signal);
  }
}

function pause(signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, lookEveryMs);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        reject(signal.reason);
      },
      { once: true },
    );
  });
}
