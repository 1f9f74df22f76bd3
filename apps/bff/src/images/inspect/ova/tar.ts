import { type ByteSource, readFully } from '../byte-source.ts';
import { refuse } from '../refused.ts';

/** One plain file of an archive; `offset` is where its bytes begin in the archive. */
export interface TarFile {
  path: string;
  offset: number;
  sizeBytes: number;
}

const block = 512;
/** Appliances have a descriptor, a manifest, a certificate and some disks. */
const mostFiles = 64;
const remake = 'Pack it again: tar --format=ustar -cf appliance.ova <descriptor>.ovf <the other files>';

export const isTar = (head: Buffer): boolean => head.toString('latin1', 257, 262) === 'ustar';

const text = (header: Buffer, from: number, length: number): string => {
  const bytes = header.subarray(from, from + length);
  const end = bytes.indexOf(0);
  return bytes.toString('utf8', 0, end < 0 ? length : end);
};

/** In octal, or, from 8 GiB on, as a binary number behind a set bit. NaN is none. */
function sizeOf(header: Buffer): number {
  const field = header.subarray(124, 136);
  if (((field[0] ?? 0) & 0x80) === 0) {
    const digits = field
      .toString('latin1')
      .replace(/[\0 ]+$/, '')
      .trimStart();
    return /^[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : Number.NaN;
  }
  const value = field.readBigUInt64BE(4);
  const isSmall = field[0] === 0x80 && field.readUIntBE(1, 3) === 0;
  return isSmall && value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : Number.NaN;
}

/** The sum of all bytes of the header, with its own field as spaces. */
function isDamaged(header: Buffer): boolean {
  let sum = 8 * 0x20;
  for (const [at, byte] of header.entries()) if (at < 148 || at >= 156) sum += byte;
  return Number.parseInt(header.toString('latin1', 148, 156), 8) !== sum;
}

/** A name and nothing else: no folder, no way up, nothing that a path could mean somewhere. */
function refusePath(path: string): void {
  const isPlain = /^[^/\\\p{Cc}]{1,255}$/u.test(path) && !path.startsWith('.') && !path.includes('\uFFFD');
  if (!isPlain)
    refuse(`It has a file called ${JSON.stringify(path.slice(0, 80))}, which is more than a name`, remake);
}

function readHeader(header: Buffer, offset: number): TarFile {
  if (isDamaged(header)) refuse('A header in the archive is damaged', 'Send it again');
  const type = header.toString('latin1', 156, 157);
  if (type !== '0' && type !== '\0')
    refuse(`The archive holds more than plain files (an entry of type ${JSON.stringify(type)})`, remake);
  const folder = isTar(header) ? text(header, 345, 155) : '';
  const path = `${folder === '' ? '' : `${folder}/`}${text(header, 0, 100)}`.replace(/^\.\//, '');
  refusePath(path);
  const sizeBytes = sizeOf(header);
  if (!(sizeBytes >= 0)) refuse(`The size of ${path} in the archive is absurd`);
  return { path, offset: offset + block, sizeBytes };
}

/** The files of a tar archive in their order. Refuses all that is not a plain file with a plain name. */
export async function* tarFiles(source: ByteSource): AsyncGenerator<TarFile> {
  const seen = new Set<string>();
  for (let offset = 0; offset + block <= source.size; ) {
    const header = await readFully(source, offset, block);
    // Two empty blocks are the end; what follows is nobody's.
    if (header === undefined || header.every(byte => byte === 0)) return;
    const file = readHeader(header, offset);
    if (file.offset + file.sizeBytes > source.size) refuse(`${file.path} is cut off`, 'Send it again');
    if (seen.has(file.path)) refuse(`It has two files called ${file.path}`, remake);
    if (seen.size >= mostFiles) refuse(`It has more than ${mostFiles} files`);
    seen.add(file.path);
    yield file;
    offset = file.offset + Math.ceil(file.sizeBytes / block) * block;
  }
}
