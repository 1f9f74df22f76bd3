import { blockBytes, paddingOf, type RawHeader, writeHeader } from './header.ts';

/** Readable by all, written by its owner. */
const fileMode = 0o644;
const mostNameBytes = 100;
/** Eleven octal digits. */
const mostSizeDigits = 8 ** 11 - 1;

export type PackedFile = { name: string; content: Blob; modifiedAt: number };

/** A tar of files, as one blob that holds theirs: nothing is read before it is sent. */
export function packTar(files: readonly PackedFile[]): Blob {
  const end = new Uint8Array(2 * blockBytes);
  return new Blob([...files.flatMap(partsOf), end], { type: 'application/x-tar' });
}

function partsOf({ name, content, modifiedAt }: PackedFile): BlobPart[] {
  const header: RawHeader = { name, type: '0', size: content.size, mode: fileMode, modifiedAt, linkTo: '' };
  const records = extensionOf(header);
  return [...records, writeHeader(header), content, new Uint8Array(paddingOf(content.size))];
}

function extensionOf(header: RawHeader): BlobPart[] {
  const words = new TextEncoder();
  const isLong = words.encode(header.name).length > mostNameBytes;
  const isLarge = header.size > mostSizeDigits;
  if (!isLong && !isLarge) return [];
  const text = [isLong && record('path', header.name), isLarge && record('size', String(header.size))];
  const content = words.encode(text.filter(Boolean).join(''));
  const own = writeHeader({ ...header, name: 'pax', type: 'x', size: content.length });
  return [own, content, new Uint8Array(paddingOf(content.length))];
}

/** Its length counts itself: one digit more can make it longer once more. */
function record(key: string, value: string): string {
  const rest = ` ${key}=${value}\n`;
  const bytes = new TextEncoder().encode(rest).length;
  let length = bytes + String(bytes).length;
  if (bytes + String(length).length !== length) length = bytes + String(length).length;
  return `${length}${rest}`;
}
