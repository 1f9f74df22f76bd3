import type { ImageContent } from '@orrery/provider-kit/image-content.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';

const sector = 512;
/** Enough for a qcow2 header, and for a VMDK header with its description behind it. */
const headBytes = 65_536;

async function head(image: ImageContent, signal: AbortSignal): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of image.read(0, signal)) {
    chunks.push(chunk);
    size += chunk.length;
    if (size >= headBytes) break;
  }
  return Buffer.concat(chunks).subarray(0, headBytes);
}

/** QEMU's docs/interop/qcow2.txt: a backing file, or an external data file, would be one of the host's own files. */
function qcow2Problem(bytes: Buffer): string | null {
  if (bytes.length < 72 || bytes.toString('latin1', 0, 4) !== 'QFI\xfb') return 'is not qcow2';
  if (bytes.readBigUInt64BE(8) !== 0n) return 'names a backing file';
  const version = bytes.readUInt32BE(4);
  const externalData = 4n;
  const hasFeatures = version >= 3 && bytes.length >= 80;
  return hasFeatures && (bytes.readBigUInt64BE(72) & externalData) !== 0n
    ? 'keeps its data in another file'
    : null;
}

/** One file that holds all, and no parent: anything else makes QEMU open what the description names. */
function vmdkProblem(bytes: Buffer): string | null {
  if (bytes.length < 44 || bytes.toString('latin1', 0, 4) !== 'KDMV') return 'is not a VMDK of one file';
  const from = Number(bytes.readBigUInt64LE(28)) * sector;
  const size = Number(bytes.readBigUInt64LE(36)) * sector;
  const description = bytes.toString('latin1', from, Math.min(from + size, bytes.length));
  if (from === 0 || !/^createType="(monolithicSparse|streamOptimized)"/m.test(description))
    return 'is not a VMDK of one file';
  return /^parentCID=f{8}\s*$/im.test(description) ? null : 'has a parent';
}

/** An image whose header leads elsewhere would give its guest files of the host: it is not brought there. */
export async function checkHeader(image: ImageContent, signal: AbortSignal): Promise<void> {
  if (image.format === 'ova')
    throw new ProviderError('capability.missing', `Image ${image.name} is an appliance (OVA), not a disk`, {
      advice: 'Upload the disk that is in it',
    });
  if (image.format !== 'qcow2' && image.format !== 'vmdk') return;
  const bytes = await head(image, signal);
  const problem = image.format === 'qcow2' ? qcow2Problem(bytes) : vmdkProblem(bytes);
  if (problem === null) return;
  throw new ProviderError('args.invalid', `Image ${image.name} cannot be used: it ${problem}`, {
    advice: 'Flatten it with qemu-img convert and upload that',
  });
}
