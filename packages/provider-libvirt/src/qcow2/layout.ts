import { ProviderError } from '@orrery/provider-kit/provider-error.ts';

// The format: QEMU's docs/interop/qcow2.txt. All numbers are big-endian.

/** As many bytes of a file, from an offset on; behind its end there are zeros, as for QEMU. */
export type ReadRange = (offset: number, length: number) => Promise<Buffer>;

export interface Qcow2Header {
  clusterBytes: number;
  /** As the header names it; null where it stands on nothing. */
  backing: string | null;
  compression: number;
  snapshotCount: number;
  snapshotsOffset: number;
}

export interface Qcow2Snapshot {
  id: string;
  name: string;
  l1Offset: number;
  l1Entries: number;
  /** Of the disk when it was taken. */
  virtualBytes: number;
  /** When it was taken: seconds and nanoseconds, which tells it from another of the same name. */
  takenAt: string;
}

const headerBytes = 112;
const incompatible = { corrupt: 2n, externalData: 4n, extendedEntries: 16n };
/** Bits that change nothing of how a snapshot is read: "dirty" is about counts of references, "compression" is looked at. */
const harmless = 1n | 8n;
/** No qcow2 has a larger table of snapshots (QCOW_MAX_SNAPSHOTS of QEMU is 65536, with names of a few bytes). */
const tableBytesAtMost = 16 * 1_048_576;
const snapshotsAtMost = 65_536;

export const unreadable = (why: string): ProviderError =>
  new ProviderError('backend.refused', `The disk of the snapshot cannot be read: ${why}`, {
    advice: 'Revert the instance to the snapshot and copy its volume',
  });

/** A number of the file that must be exact in a double: offsets beyond that are not of a real disk. */
export function exact(value: bigint): number {
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw unreadable('it names a place beyond any file');
  return Number(value);
}

function refuseFeatures(bits: bigint): void {
  if ((bits & incompatible.corrupt) !== 0n) throw unreadable('it is marked as damaged');
  if ((bits & incompatible.externalData) !== 0n) throw unreadable('its data lies in another file');
  if ((bits & incompatible.extendedEntries) !== 0n) throw unreadable('it has extended L2 entries');
  const known = harmless | incompatible.corrupt | incompatible.externalData | incompatible.extendedEntries;
  if ((bits & ~known) !== 0n) throw unreadable('it has features that are not known here');
}

export async function readHeader(read: ReadRange): Promise<Qcow2Header> {
  const bytes = await read(0, headerBytes);
  if (bytes.toString('latin1', 0, 4) !== 'QFI\xfb') throw unreadable('it is not qcow2');
  const version = bytes.readUInt32BE(4);
  if (version !== 2 && version !== 3) throw unreadable(`it is qcow2 of version ${version}`);
  if (version === 3) refuseFeatures(bytes.readBigUInt64BE(72));
  if (bytes.readUInt32BE(32) !== 0) throw unreadable('it is encrypted');
  const clusterBits = bytes.readUInt32BE(20);
  if (clusterBits < 9 || clusterBits > 21) throw unreadable('its clusters have an impossible size');
  const backingAt = exact(bytes.readBigUInt64BE(8));
  const backingBytes = bytes.readUInt32BE(16);
  if (backingBytes > 1023) throw unreadable('the name of its backing file is too long');
  return {
    clusterBytes: 2 ** clusterBits,
    backing: backingAt === 0 ? null : (await read(backingAt, backingBytes)).toString(),
    compression: version === 3 && bytes.readUInt32BE(100) > 104 ? bytes.readUInt8(104) : 0,
    snapshotCount: bytes.readUInt32BE(60),
    snapshotsOffset: exact(bytes.readBigUInt64BE(64)),
  };
}

const fixedBytes = 40;
const aligned = (bytes: number): number => Math.ceil(bytes / 8) * 8;

/** One entry of the table, and how many bytes it takes. */
function parseEntry(entry: Buffer): { snapshot: Qcow2Snapshot; bytes: number } {
  const idBytes = entry.readUInt16BE(12);
  const nameBytes = entry.readUInt16BE(14);
  const extraBytes = entry.readUInt32BE(36);
  if (extraBytes < 16) throw unreadable('its snapshots do not say how large the disk was');
  const idAt = fixedBytes + extraBytes;
  const end = idAt + idBytes + nameBytes;
  if (end > entry.length) throw unreadable('its table of snapshots is cut off');
  const snapshot = {
    l1Offset: exact(entry.readBigUInt64BE(0)),
    l1Entries: entry.readUInt32BE(8),
    takenAt: `${entry.readUInt32BE(16)}.${entry.readUInt32BE(20)}`,
    virtualBytes: exact(entry.readBigUInt64BE(fixedBytes + 8)),
    id: entry.toString('utf8', idAt, idAt + idBytes),
    name: entry.toString('utf8', idAt + idBytes, end),
  };
  return { snapshot, bytes: aligned(end) };
}

/** How much of the table is asked for at a time. */
const tableChunk = 65_536;

export async function readSnapshots(
  { snapshotCount, snapshotsOffset }: Qcow2Header,
  read: ReadRange,
): Promise<Qcow2Snapshot[]> {
  if (snapshotCount > snapshotsAtMost) throw unreadable('it claims too many snapshots');
  const found: Qcow2Snapshot[] = [];
  let at = 0;
  for (let index = 0; index < snapshotCount; index++) {
    if (at > tableBytesAtMost) throw unreadable('its table of snapshots is too large');
    const { snapshot, bytes } = parseEntry(await read(snapshotsOffset + at, tableChunk));
    found.push(snapshot);
    at += bytes;
  }
  return found;
}
