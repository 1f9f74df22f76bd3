import type { ImageFormat } from '@orrery/contract/images/image-facts.ts';
import type { ByteSource } from './byte-source.ts';
import { isIso } from './iso.ts';
import { inspectOva } from './ova/ova.ts';
import { isTar } from './ova/tar.ts';
import { isQcow2, inspectQcow2 } from './qcow2.ts';
import { looksLikeDisk } from './raw.ts';
import { refuse } from './refused.ts';
import { adviceOnOther } from './other-formats.ts';
import { inspectVmdk, isVmdk } from './vmdk.ts';

export interface Inspected {
  format: ImageFormat;
  /** Size that an instance sees. */
  virtualSizeBytes: number;
}

/** Largest virtual disk that is believed; QEMU's own limits are far above what any pool here holds. */
export const largestVirtualBytes = 64 * 1024 ** 4;
/** What must be here before anything can be said: an ISO tells itself at 32 KiB. */
export const headBytes = 40 * 1024;

/**
 * What an image is, by its bytes. A name or a declared format decides nothing but between raw and unknown. Throws
 * ImageRefused for whatever could make a hypervisor read or write anything but the image itself. Rules IM-20 to IM-25
 * in docs/specs/images.md.
 */
export async function inspect(source: ByteSource, declared: ImageFormat | null = null): Promise<Inspected> {
  if (source.size === 0) refuse('It is empty');
  const head = await source.read(0, Math.min(headBytes, source.size));
  const found = await inspectKnown(source, head, declared);
  if (declared !== null && declared !== found.format)
    refuse(
      `It was said to be ${declared}, and is ${found.format}`,
      'Send it again without a format, or with the right one',
    );
  if (!(found.virtualSizeBytes > 0)) refuse('Its virtual size is zero');
  if (!(found.virtualSizeBytes <= largestVirtualBytes))
    refuse(`Its virtual size is absurd: more than ${largestVirtualBytes / 1024 ** 4} TiB`);
  return found;
}

async function inspectKnown(
  source: ByteSource,
  head: Buffer,
  declared: ImageFormat | null,
): Promise<Inspected> {
  if (isQcow2(head)) return { format: 'qcow2', virtualSizeBytes: await inspectQcow2(source, head) };
  if (isVmdk(head)) return { format: 'vmdk', virtualSizeBytes: await inspectVmdk(source, head) };
  // Before the others: a hybrid ISO begins with a boot sector, and may carry any name in its first 32 KiB.
  if (isIso(head)) return { format: 'iso', virtualSizeBytes: source.size };
  if (isTar(head)) return { format: 'ova', virtualSizeBytes: (await inspectOva(source)).virtualSizeBytes };
  const advice = adviceOnOther(head);
  if (advice !== null) refuse(advice.is, advice.todo);
  if (declared === 'raw' || looksLikeDisk(head)) return { format: 'raw', virtualSizeBytes: rawSize(source) };
  return refuse(
    'It is no disk image that is known: no partition table, boot sector or file system was found',
    'If it really is a raw disk, say so with the format raw',
  );
}

function rawSize({ size }: ByteSource): number {
  if (size % 512 !== 0)
    refuse(
      'A raw disk is whole sectors of 512 bytes, and this is not',
      'It may have been cut off on its way',
    );
  return size;
}
