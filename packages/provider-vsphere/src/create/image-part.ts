import type { ImageContent } from '@orrery/provider-kit/image-content.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';

/** Some bytes in the middle of an image. */
export async function* partOf(
  image: ImageContent,
  { offset, sizeBytes }: { offset: number; sizeBytes: number },
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  let left = sizeBytes;
  if (left === 0) return;
  for await (const piece of image.read(offset, signal)) {
    const own = piece.subarray(0, left);
    left -= own.length;
    yield own;
    if (left === 0) return;
  }
  throw new ProviderError('internal', `Image ${image.name} ends before it should`, {
    advice: 'Upload the image again',
  });
}

/** The first bytes. */
export async function headOf(image: ImageContent, length: number, signal: AbortSignal): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  const sizeBytes = Math.min(length, image.sizeBytes);
  for await (const piece of partOf(image, { offset: 0, sizeBytes }, signal)) pieces.push(piece);
  return Buffer.concat(pieces);
}
