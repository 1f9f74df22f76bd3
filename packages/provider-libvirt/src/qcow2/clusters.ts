import { exact, type Qcow2Header, type Qcow2Snapshot, type ReadRange, unreadable } from './layout.ts';

/** What the snapshot has of one cluster of the disk. Absent: nothing, so that what it stands on shows through. */
export type Cluster =
  | { holds: 'data'; index: number; offset: number }
  | { holds: 'zeros'; index: number }
  | { holds: 'compressed'; index: number; offset: number; bytes: number };

const offsetMask = 0x00ff_ffff_ffff_fe00n;
const compressedFlag = 1n << 62n;
const zeroFlag = 1n;
const entryBytes = 8;

/** Entries of one L2 table, which takes one cluster. */
export const entriesOf = (clusterBytes: number): number => clusterBytes / entryBytes;

/** How many L1 entries the disk has; what is beyond them is memory that was saved with it. */
export const l1EntriesOf = (virtualBytes: number, clusterBytes: number): number =>
  Math.ceil(virtualBytes / (clusterBytes * entriesOf(clusterBytes)));

/** 32 MiB, QEMU's own limit (QCOW_MAX_L1_SIZE). */
const l1BytesAtMost = 33_554_432;

/** Where the L2 tables of a snapshot lie; 0 where there is none. */
export async function readL1(
  { clusterBytes }: Qcow2Header,
  { l1Offset, l1Entries, virtualBytes }: Qcow2Snapshot,
  read: ReadRange,
): Promise<number[]> {
  const entries = l1EntriesOf(virtualBytes, clusterBytes);
  if (entries * entryBytes > l1BytesAtMost) throw unreadable('its disk is absurdly large');
  if (l1Entries < entries) throw unreadable('its table is smaller than its disk');
  if (entries === 0) return [];
  const bytes = await read(l1Offset, entries * entryBytes);
  return Array.from({ length: entries }, (_, i) => exact(bytes.readBigUInt64BE(i * entryBytes) & offsetMask));
}

function compressedAt(entry: bigint, index: number, clusterBits: number): Cluster {
  const offsetBits = BigInt(62 - (clusterBits - 8));
  const body = entry & (compressedFlag - 1n);
  const offset = exact(body & ((1n << offsetBits) - 1n));
  const sectors = Number(body >> offsetBits) + 1;
  return { holds: 'compressed', index, offset, bytes: sectors * 512 - (offset % 512) };
}

/** What one L2 table names, in the order of the disk. `first` is the cluster that its first entry is about. */
export function clustersOf(table: Buffer, { first, end }: { first: number; end: number }): Cluster[] {
  const clusterBits = Math.log2(table.length);
  const found: Cluster[] = [];
  for (let i = 0; i * entryBytes < table.length && first + i < end; i++) {
    const entry = table.readBigUInt64BE(i * entryBytes);
    const index = first + i;
    if ((entry & compressedFlag) !== 0n) found.push(compressedAt(entry, index, clusterBits));
    else if ((entry & zeroFlag) !== 0n) found.push({ holds: 'zeros', index });
    else if ((entry & offsetMask) !== 0n)
      found.push({ holds: 'data', index, offset: exact(entry & offsetMask) });
  }
  return found;
}

const offsetIn = (cluster: Cluster): number => (cluster.holds === 'zeros' ? 0 : cluster.offset);

/** Those with content, in the order in which they lie in the file: what lies side by side is read at once. */
export const inFileOrder = (clusters: readonly Cluster[]): Cluster[] =>
  clusters.filter(({ holds }) => holds !== 'zeros').toSorted((a, b) => offsetIn(a) - offsetIn(b));
