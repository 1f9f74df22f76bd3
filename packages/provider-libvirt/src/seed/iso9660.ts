/**
 * A small ISO 9660 image with Joliet names (ECMA-119 and Microsoft's Joliet specification), for seeds that a guest reads
 * at its first boot. Flat: files in the root directory only. The same input gives the same bytes.
 */
export interface IsoFile {
  /** The name that the guest sees. */
  name: string;
  data: Uint8Array;
}

const sector = 2_048;
/** First sectors of the fixed parts; the first 16 belong to the system. */
const at = { primary: 16, joliet: 17, end: 18, paths: 19, primaryRoot: 23, jolietRoot: 24, files: 25 };
/** Joliet allows 64 characters and forbids these. */
const jolietName = /^[^*/:;?\\\p{Cc}]{1,64}$/u;

const sectors = (bytes: number): number => Math.ceil(bytes / sector);

function both16(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt16LE(value, 0);
  bytes.writeUInt16BE(value, 2);
  return bytes;
}

function both32(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeUInt32LE(value, 0);
  bytes.writeUInt32BE(value, 4);
  return bytes;
}

const ucs2 = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16();

/** 1980-01-01: what an image holds tells nothing of when it was made. */
const date = Buffer.from([80, 1, 1, 0, 0, 0, 0]);

interface Entry {
  name: Buffer;
  extent: number;
  size: number;
  isDirectory: boolean;
}

/** ECMA-119 §9.1. */
function record({ name, extent, size, isDirectory }: Entry): Buffer {
  const padding = Buffer.alloc(name.length % 2 === 0 ? 1 : 0);
  const flags = Buffer.from([isDirectory ? 2 : 0, 0, 0]);
  const body = [Buffer.alloc(1), both32(extent), both32(size), date, flags, both16(1)];
  const rest = Buffer.concat([...body, Buffer.from([name.length]), name, padding]);
  return Buffer.concat([Buffer.from([rest.length + 1]), rest]);
}

const itself = Buffer.from([0]);
const parent = Buffer.from([1]);
const rootRecord = (extent: number, name = itself): Buffer =>
  record({ name, extent, size: sector, isDirectory: true });

/** The root directory, in the order of its names; it must fit into one sector. */
function directory(extent: number, entries: readonly Entry[]): Buffer {
  const sorted = entries.toSorted((a, b) => Buffer.compare(a.name, b.name)).map(record);
  const bytes = Buffer.concat([rootRecord(extent), rootRecord(extent, parent), ...sorted]);
  if (bytes.length > sector) throw new RangeError('Too many files for a seed image');
  return bytes;
}

/** One entry, the root: ECMA-119 §9.4. */
function pathTable(root: number, endian: 'LE' | 'BE'): Buffer {
  const bytes = Buffer.alloc(10);
  bytes[0] = 1;
  if (endian === 'LE') bytes.writeUInt32LE(root, 2);
  else bytes.writeUInt32BE(root, 2);
  if (endian === 'LE') bytes.writeUInt16LE(1, 6);
  else bytes.writeUInt16BE(1, 6);
  return bytes;
}

interface Volume {
  type: 1 | 2;
  label: string;
  sectors: number;
  root: number;
  paths: number;
}

/** A primary (§8.4) or a supplementary (§8.5) volume descriptor. */
function descriptor({ type, label, sectors: total, root, paths }: Volume): Buffer {
  const bytes = Buffer.alloc(sector);
  const text = (value: string, from: number, length: number) => {
    if (type === 1) bytes.fill(value.padEnd(length, ' '), from, from + length, 'latin1');
    else ucs2(value.padEnd(length / 2, ' ')).copy(bytes, from, 0, length);
  };
  bytes[0] = type;
  bytes.write('CD001', 1, 'latin1');
  bytes[6] = 1;
  text('', 8, 32);
  text(label, 40, 32);
  both32(total).copy(bytes, 80);
  // Joliet level 3.
  if (type === 2) bytes.write('%/E', 88, 'latin1');
  both16(1).copy(bytes, 120);
  both16(1).copy(bytes, 124);
  both16(sector).copy(bytes, 128);
  both32(10).copy(bytes, 132);
  bytes.writeUInt32LE(paths, 140);
  bytes.writeUInt32BE(paths + 1, 148);
  rootRecord(root).copy(bytes, 156);
  for (const from of [190, 318, 446, 574]) text('', from, 128);
  for (const from of [702, 739, 776]) text('', from, 36);
  // Four dates, not given: sixteen digits of zero and a zone.
  for (const from of [813, 830, 847, 864]) bytes.fill('0', from, from + 16, 'latin1');
  bytes[881] = 1;
  return bytes;
}

function terminator(): Buffer {
  const bytes = Buffer.alloc(sector);
  bytes[0] = 255;
  bytes.write('CD001', 1, 'latin1');
  bytes[6] = 1;
  return bytes;
}

/** `meta-data` as METADATA.;1: for readers that know no Joliet. */
function plainName(name: string, index: number): Buffer {
  const letters = name.toUpperCase().replace(/[^A-Z0-9]/g, '');
  return Buffer.from(`${letters.slice(0, 7) || 'F'}${index}.;1`, 'latin1');
}

/** Label: at most 16 characters of A-Z, 0-9 and underscore. */
export function makeIso(label: string, files: readonly IsoFile[]): Buffer {
  if (!/^[A-Z0-9_]{1,16}$/.test(label)) throw new RangeError(`${label} cannot be the label of an ISO image`);
  let next = at.files;
  const placed = files.map(file => {
    if (!jolietName.test(file.name)) throw new RangeError(`${file.name} cannot be a name in an ISO image`);
    const extent = next;
    next += sectors(file.data.length);
    return { ...file, extent, size: file.data.length, isDirectory: false };
  });
  const image = Buffer.alloc(next * sector);
  const put = (where: number, bytes: Uint8Array) => image.set(bytes, where * sector);
  const whole = { label, sectors: next };
  put(at.primary, descriptor({ ...whole, type: 1, root: at.primaryRoot, paths: at.paths }));
  put(at.joliet, descriptor({ ...whole, type: 2, root: at.jolietRoot, paths: at.paths + 2 }));
  put(at.end, terminator());
  put(at.paths, pathTable(at.primaryRoot, 'LE'));
  put(at.paths + 1, pathTable(at.primaryRoot, 'BE'));
  put(at.paths + 2, pathTable(at.jolietRoot, 'LE'));
  put(at.paths + 3, pathTable(at.jolietRoot, 'BE'));
  const plain = placed.map((file, index) => ({ ...file, name: plainName(file.name, index) }));
  const joliet = placed.map(file => ({ ...file, name: ucs2(`${file.name};1`) }));
  put(at.primaryRoot, directory(at.primaryRoot, plain));
  put(at.jolietRoot, directory(at.jolietRoot, joliet));
  for (const { extent, data } of placed) put(extent, data);
  return image;
}
