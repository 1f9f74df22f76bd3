/** A tar is blocks of so many bytes: a header for each entry, then its content, filled up with zeros (POSIX.1-2017, pax). */
export const blockBytes = 512;

export type TarKind = 'file' | 'folder' | 'link' | 'other';

export type RawHeader = {
  name: string;
  /** One letter: what the entry is, or which extension its content holds. */
  type: string;
  size: number;
  mode: number;
  /** Milliseconds since 1970. */
  modifiedAt: number;
  linkTo: string;
};

/** Name, place and length of the fields of a header. */
const fields = {
  name: [0, 100],
  mode: [100, 8],
  size: [124, 12],
  modifiedAt: [136, 12],
  checksum: [148, 8],
  type: [156, 1],
  linkTo: [157, 100],
  magic: [257, 6],
  prefix: [345, 155],
} as const;
type FieldName = keyof typeof fields;

// A name may begin with what elsewhere would be a byte order mark.
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const encoder = new TextEncoder();

const slice = (block: Uint8Array, field: FieldName): Uint8Array => {
  const [at, length] = fields[field];
  return block.subarray(at, at + length);
};

function text(block: Uint8Array, field: FieldName): string {
  const bytes = slice(block, field);
  const end = bytes.indexOf(0);
  return decoder.decode(end < 0 ? bytes : bytes.subarray(0, end));
}

/** Octal digits, or (GNU, for what they cannot hold) a first bit that is set and big-endian bytes. */
function number(block: Uint8Array, field: FieldName): number {
  const bytes = slice(block, field);
  const [first = 0] = bytes;
  if (first < 0x80) return Number.parseInt(text(block, field).trim() || '0', 8);
  return bytes.subarray(1).reduce((sum, byte) => sum * 256 + byte, first & 0x7f);
}

/** Undefined for the block of zeros that ends an archive. Throws where it is no header. */
export function readHeader(block: Uint8Array): RawHeader | undefined {
  if (block.every(byte => byte === 0)) return undefined;
  if (number(block, 'checksum') !== checksumOf(block)) throw new Error('This is no tar');
  const prefix = text(block, 'magic') === 'ustar' ? text(block, 'prefix') : '';
  const name = text(block, 'name');
  return {
    name: prefix === '' ? name : `${prefix}/${name}`,
    type: text(block, 'type') || '0',
    size: number(block, 'size'),
    mode: number(block, 'mode'),
    modifiedAt: number(block, 'modifiedAt') * 1000,
    linkTo: text(block, 'linkTo'),
  };
}

/** Names longer than their field and sizes beyond its digits are cut here: a pax record before it says them. */
export function writeHeader({
  name,
  type,
  size,
  mode,
  modifiedAt,
  linkTo,
}: RawHeader): Uint8Array<ArrayBuffer> {
  const block = new Uint8Array(blockBytes);
  const put = (field: FieldName, value: string) => {
    const [at, length] = fields[field];
    block.set(encoder.encode(value).subarray(0, length), at);
  };
  const octal = (field: FieldName, value: number) => {
    const digits = fields[field][1] - 1;
    put(field, value.toString(8).padStart(digits, '0').slice(-digits));
  };
  put('name', name);
  octal('mode', mode);
  octal('size', size);
  octal('modifiedAt', Math.floor(modifiedAt / 1000));
  put('type', type);
  put('linkTo', linkTo);
  put('magic', 'ustar\x0000');
  put('checksum', `${checksumOf(block).toString(8).padStart(6, '0')}\0 `);
  return block;
}

/** The sum of all bytes, its own field counted as blanks. */
function checksumOf(block: Uint8Array): number {
  const [at, length] = fields.checksum;
  const blank = 0x20;
  return block.reduce((sum, byte, index) => sum + (index >= at && index < at + length ? blank : byte), 0);
}

const kinds: Readonly<Record<string, TarKind>> = { '0': 'file', '7': 'file', '5': 'folder', '2': 'link' };

export function kindOf({ type, name }: Pick<RawHeader, 'type' | 'name'>): TarKind {
  // Before POSIX a folder was a file whose name ends like this.
  if (type === '0' && name.endsWith('/')) return 'folder';
  return kinds[type] ?? 'other';
}

export const paddingOf = (size: number): number => (blockBytes - (size % blockBytes)) % blockBytes;
