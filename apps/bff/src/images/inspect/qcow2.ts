import { counted } from '@orrery/contract/counted.ts';
import { type ByteSource, count64, largestRead, readFully } from './byte-source.ts';
import { refuseExtensions } from './qcow2-extensions.ts';
import { refuse } from './refused.ts';

/** Layout: docs/interop/qcow2.rst of QEMU. All numbers are big-endian. */
const magic = Buffer.from('QFI\xfb', 'latin1');
const headerV2 = 72;
const headerV3 = 104;
const flatten = 'Make one file of it: qemu-img convert -O qcow2 <file> flat.qcow2';
const repair = 'Check it where it came from: qemu-img check <file>';

export const isQcow2 = (head: Buffer): boolean => head.subarray(0, 4).equals(magic);

interface Header {
  version: number;
  headerLength: number;
  clusterBits: number;
  virtualSize: number;
  l1Entries: number;
  l1Offset: number;
}

/** Virtual size of a qcow2 that consists of nothing but itself; refuses every other. */
export async function inspectQcow2(source: ByteSource, head: Buffer): Promise<number> {
  const header = readHeader(head, source.size);
  refuseExtensions(head, header);
  await refuseStrayClusters(source, header);
  return header.virtualSize;
}

function readHeader(head: Buffer, fileSize: number): Header {
  if (head.length < headerV2) refuse('Its header is cut off', repair);
  const version = head.readUInt32BE(4);
  if (version !== 2 && version !== 3) refuse(`It is qcow2 of version ${version}; 2 and 3 are known`, flatten);
  if (version === 3 && head.length < headerV3) refuse('Its header is cut off', repair);
  if (head.readBigUInt64BE(8) !== 0n || head.readUInt32BE(16) !== 0)
    refuse('It names a backing file, from which it would read on the host', flatten);
  const clusterBits = head.readUInt32BE(20);
  if (clusterBits < 9 || clusterBits > 21)
    refuse(`Its clusters have 2^${clusterBits} bytes; 2^9 to 2^21 is allowed`);
  if (head.readUInt32BE(32) !== 0)
    refuse('It is encrypted, and nothing here has the key', 'Send it decrypted');
  const header = {
    version,
    clusterBits,
    headerLength: version === 2 ? headerV2 : head.readUInt32BE(100),
    virtualSize: count64(head, 24),
    l1Entries: head.readUInt32BE(36),
    l1Offset: count64(head, 40),
  };
  if (version === 3) refuseFeatures(head, header);
  refuseTables(head, header, fileSize);
  return header;
}

const incompatible = { dirty: 1n, corrupt: 2n, dataFile: 4n, compressionType: 8n, extendedL2: 16n };

function refuseFeatures(head: Buffer, { headerLength, clusterBits }: Header): void {
  if (headerLength < headerV3 || headerLength % 8 !== 0 || headerLength > 2 ** clusterBits)
    refuse(`Its header says that it is ${headerLength} bytes long`, repair);
  const features = head.readBigUInt64BE(72);
  if (features & incompatible.dataFile)
    refuse('It keeps its data in another file, which it would read on the host', flatten);
  if (features & incompatible.corrupt) refuse('It is marked as corrupt', repair);
  if (features & incompatible.dirty)
    refuse('It was not closed cleanly', 'Repair it first: qemu-img check -r all <file>');
  const known = Object.values(incompatible).reduce((all, bit) => all | bit, 0n);
  if (features & ~known) refuse('It uses features that are not known here', flatten);
  if (features & incompatible.extendedL2 && clusterBits < 14)
    refuse('Its extended L2 entries need larger clusters', repair);
  const compression = headerLength > headerV3 ? head.readUInt8(headerV3) : 0;
  if (compression > 1) refuse(`It is compressed with method ${compression}, which is not known`, flatten);
  const refcountOrder = head.readUInt32BE(96);
  if (refcountOrder > 6)
    refuse(`Its reference counts have 2^${refcountOrder} bits; 64 bits is the most`, repair);
}

/** Tables that lie outside of the file, or are larger than its virtual size can need, are made to exhaust or confuse. */
function refuseTables(head: Buffer, header: Header, fileSize: number): void {
  const { clusterBits, virtualSize, l1Entries, l1Offset } = header;
  const cluster = 2 ** clusterBits;
  if (!(virtualSize > 0)) refuse('Its virtual size is zero or absurd');
  // Extended entries cover less with each L2 table; twice the entries is room enough for them.
  const entrySize = hasExtendedL2(head, header) ? 16 : 8;
  const needed = Math.ceil(virtualSize / ((cluster / entrySize) * cluster));
  if (l1Entries < needed) refuse('Its L1 table is too small for its virtual size', repair);
  if (l1Entries * 8 > largestRead || l1Entries > Math.max(needed * 2, 65_536))
    refuse(`Its L1 table has ${l1Entries} entries where ${needed} are needed`, repair);
  if (!inFile(l1Offset, l1Entries * 8, { cluster, fileSize }))
    refuse('Its L1 table lies outside of the file', repair);
  const refcountClusters = head.readUInt32BE(56);
  if (refcountClusters === 0 || refcountClusters * cluster > 8 * 1024 * 1024)
    refuse('Its table of reference counts has an absurd size', repair);
  if (!inFile(count64(head, 48), refcountClusters * cluster, { cluster, fileSize }))
    refuse('Its table of reference counts lies outside of the file', repair);
  const snapshots = head.readUInt32BE(60);
  if (snapshots > 0)
    refuse(`It has ${counted(snapshots, 'snapshot')} inside, which every copy would carry along`, flatten);
}

const hasExtendedL2 = (head: Buffer, { version }: Header): boolean =>
  version === 3 && (head.readBigUInt64BE(72) & incompatible.extendedL2) !== 0n;

interface Bounds {
  cluster: number;
  fileSize: number;
}

/** Begins at a cluster and ends in the file; NaN fits nowhere. */
const inFile = (offset: number, length: number, { cluster, fileSize }: Bounds): boolean =>
  offset >= cluster && offset % cluster === 0 && offset + length <= fileSize;

/** Bits 9 to 55 of an L1 entry: where its L2 table is. */
const l2OffsetMask = 0x00fffffffffffe00n;

/** Each L2 table must lie in the file. What they point at in turn is for QEMU, which checks each access. */
async function refuseStrayClusters(source: ByteSource, header: Header): Promise<void> {
  const { l1Offset, l1Entries, clusterBits } = header;
  const table = await readFully(source, l1Offset, l1Entries * 8);
  if (table === undefined) return refuse('Its L1 table is cut off', repair);
  const bounds = { cluster: 2 ** clusterBits, fileSize: source.size };
  for (let at = 0; at < table.length; at += 8) {
    const offset = table.readBigUInt64BE(at) & l2OffsetMask;
    if (offset !== 0n && !inFile(Number(offset), bounds.cluster, bounds))
      refuse('An L2 table lies outside of the file', repair);
  }
}
