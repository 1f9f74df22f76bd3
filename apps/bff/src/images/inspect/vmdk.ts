import { type ByteSource, count64le, readFully } from './byte-source.ts';
import { refuse } from './refused.ts';
import { refuseDescriptor } from './vmdk-descriptor.ts';

/** "Virtual Disk Format 5.0" of VMware: hosted sparse extents. All numbers are little-endian, sizes in sectors. */
const magic = 'KDMV';
const sector = 512;
const headerBytes = 79;
/** Written where the grain directory's place is known at the end only (streamOptimized). */
const directoryAtEnd = 0xffffffffffffffffn;
/** The format allows more; no writer makes more than 20 sectors. */
const largestDescriptor = 1024 * 1024;

export const isVmdk = (head: Buffer): boolean => head.toString('latin1', 0, 4) === magic;

/** Grains are compressed and marked, so that it can be written in one go: the only kind that OVF packages have. */
export const isStreamed = (head: Buffer): boolean =>
  head.length >= headerBytes && (head.readUInt32LE(8) & 0x30000) === 0x30000 && head.readUInt16LE(77) === 1;

/** Virtual size of a VMDK that consists of one file; refuses every other. */
export async function inspectVmdk(source: ByteSource, head: Buffer): Promise<number> {
  if (head.length < headerBytes) refuse('Its header is cut off');
  const version = head.readUInt32LE(4);
  if (version < 1 || version > 3) refuse(`It is VMDK of version ${version}; 1 to 3 are known`);
  const sectors = count64le(head, 12);
  refuseGrains(head, { sectors, fileSize: source.size });
  await refuseOtherFiles(source, head);
  return sectors * sector;
}

function refuseGrains(head: Buffer, { sectors, fileSize }: { sectors: number; fileSize: number }): void {
  if (!(sectors > 0)) refuse('Its virtual size is zero or absurd');
  const grain = count64le(head, 20);
  if (!(grain >= 8 && grain <= 2048) || !Number.isInteger(Math.log2(grain)))
    refuse(`Its grains have ${grain} sectors; powers of two from 8 to 2048 are allowed`);
  const perTable = head.readUInt32LE(44);
  if (perTable === 0 || perTable > 512) refuse(`Its grain tables have ${perTable} entries; 512 is the most`);
  const directory = head.readBigUInt64LE(56);
  const tables = Math.ceil(sectors / (grain * perTable));
  if (tables * 4 > 32 * 1024 * 1024) refuse('Its grain directory is absurdly large');
  if (directory !== directoryAtEnd && !(count64le(head, 56) * sector + tables * 4 <= fileSize))
    refuse('Its grain directory lies outside of the file');
}

async function refuseOtherFiles(source: ByteSource, head: Buffer): Promise<void> {
  const offset = count64le(head, 28) * sector;
  const length = count64le(head, 36) * sector;
  if (!(offset > 0) || !(length > 0 && length <= largestDescriptor))
    refuse(
      'It has no descriptor inside: its parts are in other files',
      'Convert it into one: qemu-img convert -f vmdk -O qcow2 <file> disk.qcow2',
    );
  const bytes = await readFully(source, offset, length);
  if (bytes === undefined) return refuse('Its descriptor lies outside of the file');
  const end = bytes.indexOf(0);
  refuseDescriptor(bytes.toString('latin1', 0, end < 0 ? bytes.length : end));
}
