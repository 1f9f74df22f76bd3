import type { VolumeCreation } from '@orrery/contract/creation/creation.ts';
import type { ImageContent } from '@orrery/provider-kit/image-content.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import type { PoolFacts, VolumeFacts } from '../host/facts.ts';
import { hasFiles } from '../map/storage.ts';
import { checkHeader } from './check-header.ts';
import type { Making } from './making.ts';
import { upload } from './upload.ts';
import { uploadNew } from './upload-new.ts';
import { makeVolume } from './volumes.ts';

const MiB = 1_048_576;
/** Of the whole creation: what comes after grows it and looks at it. */
const sending = { from: 0.02, to: 0.95 };

/** Bound to the operation once all bytes are there: what is found without it after a crash is not whole. */
export const wholeHandle = 'whole';

/** Whether the file itself becomes the volume: nobody else needs a copy of it at the host then. */
export const becomesVolume = (
  pool: PoolFacts,
  image: Pick<ImageContent, 'format'>,
  { format }: Pick<VolumeCreation, 'format'>,
): boolean => {
  if (image.format === 'raw') return format === 'raw' || (format === null && !hasFiles(pool.definition.type));
  return image.format === 'qcow2' && format !== 'raw' && hasFiles(pool.definition.type);
};

/** A file that was uploaded for it, as a new volume; taken away again if the rest fails. */
export async function uploadedVolume(
  making: Making,
  pool: PoolFacts,
  what: { image: ImageContent; name: string; capacityBytes: number },
): Promise<VolumeFacts> {
  const { image, name, capacityBytes } = what;
  const { signal, progress } = making.control;
  await checkHeader(image, signal);
  const onProgress = (sent: number) => {
    const done = sent / Math.max(1, image.sizeBytes);
    progress({
      phase: 'image',
      fraction: sending.from + done * (sending.to - sending.from),
      message: `${Math.floor(sent / MiB)} of ${Math.ceil(image.sizeBytes / MiB)} MiB`,
    });
  };
  const { sizeBytes, sha256 } = image;
  const bytes = image.read(0, signal);
  if (image.format === 'qcow2')
    return uploadNew(making, pool.ref, { name, bytes, sizeBytes, sha256, onProgress });
  const made = await makeVolume(making, pool.ref, { name, capacityBytes, format: 'raw' });
  const sum = await upload(making, made.ref, { bytes, signal, onProgress });
  if (sum !== sha256)
    throw new ProviderError('internal', 'The bytes that were uploaded are not those of their checksum', {
      advice: 'Upload the file again',
    });
  return (await making.link.live.reader.volume(made.ref, 'event')) ?? made;
}
