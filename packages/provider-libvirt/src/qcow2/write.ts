import { type Cluster, entriesOf, inFileOrder, l1EntriesOf } from './clusters.ts';
import { unreadable } from './layout.ts';

/** What one L2 table of the new file will have. */
export interface Part {
  entries: number;
  /** Those that take a cluster of the file. */
  filled: number;
}

interface Wanted {
  clusterBytes: number;
  virtualBytes: number;
  backing: { path: string; format: string } | null;
  parts: readonly Part[];
}

/** Where everything goes: header, counts of references, L1, then each L2 table with its data behind it. */
export interface FilePlan extends Wanted {
  /** In clusters. */
  countTable: number;
  countBlocks: number;
  l1: number;
  clusters: number;
  fileBytes: number;
}

/** Counts of references are 16 bits wide. */
const countBytes = 2;
const entryBytes = 8;

export function planFile(wanted: Wanted): FilePlan {
  const { clusterBytes, virtualBytes, parts } = wanted;
  const perBlock = clusterBytes / countBytes;
  const l1 = Math.max(1, Math.ceil((l1EntriesOf(virtualBytes, clusterBytes) * entryBytes) / clusterBytes));
  const tables = parts.reduce((sum, { entries, filled }) => sum + (entries > 0 ? 1 + filled : 0), 0);
  let countTable = 1;
  let countBlocks = 1;
  for (;;) {
    const clusters = 1 + countTable + countBlocks + l1 + tables;
    const blocks = Math.ceil(clusters / perBlock);
    const table = Math.ceil((blocks * entryBytes) / clusterBytes);
    // The counts count themselves: it takes a few rounds until they have room.
    if (blocks <= countBlocks && table <= countTable)
      return { ...wanted, countTable, countBlocks, l1, clusters, fileBytes: clusters * clusterBytes };
    countBlocks = Math.max(blocks, countBlocks);
    countTable = Math.max(table, countTable);
  }
}

const backingFormatExtension = 0xe279_2aca;
const headerLength = 104;

function headerCluster(plan: FilePlan): Buffer {
  const { clusterBytes, virtualBytes, backing, countTable, countBlocks } = plan;
  const bytes = Buffer.alloc(clusterBytes);
  bytes.write('QFI\xfb', 0, 'latin1');
  bytes.writeUInt32BE(3, 4);
  bytes.writeUInt32BE(Math.log2(clusterBytes), 20);
  bytes.writeBigUInt64BE(BigInt(virtualBytes), 24);
  bytes.writeUInt32BE(l1EntriesOf(virtualBytes, clusterBytes), 36);
  bytes.writeBigUInt64BE(BigInt((1 + countTable + countBlocks) * clusterBytes), 40);
  bytes.writeBigUInt64BE(BigInt(clusterBytes), 48);
  bytes.writeUInt32BE(countTable, 56);
  // 2^4 bits for each count of references.
  bytes.writeUInt32BE(4, 96);
  bytes.writeUInt32BE(headerLength, 100);
  if (backing !== null) writeBacking(bytes, backing);
  return bytes;
}

function writeBacking(bytes: Buffer, { path, format }: { path: string; format: string }): void {
  const name = Buffer.from(path);
  const nameAt = headerLength + 8 + Math.ceil(format.length / 8) * 8 + 8;
  if (name.length > 1023 || nameAt + name.length > bytes.length)
    throw unreadable('the name of its backing file does not fit');
  bytes.writeUInt32BE(backingFormatExtension, headerLength);
  bytes.writeUInt32BE(format.length, headerLength + 4);
  bytes.write(format, headerLength + 8, 'latin1');
  // Behind it the end of the extensions: eight zeros.
  name.copy(bytes, nameAt);
  bytes.writeBigUInt64BE(BigInt(nameAt), 8);
  bytes.writeUInt32BE(name.length, 16);
}

/** Every cluster of the file is used once. */
function* counts({ clusterBytes, countTable, countBlocks, clusters }: FilePlan): Generator<Buffer> {
  const table = Buffer.alloc(countTable * clusterBytes);
  for (let block = 0; block < countBlocks; block++)
    table.writeBigUInt64BE(BigInt((1 + countTable + block) * clusterBytes), block * entryBytes);
  yield table;
  const perBlock = clusterBytes / countBytes;
  for (let block = 0; block < countBlocks; block++) {
    const bytes = Buffer.alloc(clusterBytes);
    const used = Math.min(perBlock, clusters - block * perBlock);
    for (let i = 0; i < used; i++) bytes.writeUInt16BE(1, i * countBytes);
    yield bytes;
  }
}

/** "Counted exactly once", which QEMU expects of an entry whose cluster is used once. */
const once = 1n << 63n;

function l1Clusters({ clusterBytes, countTable, countBlocks, l1, parts }: FilePlan): Buffer {
  const bytes = Buffer.alloc(l1 * clusterBytes);
  let next = 1 + countTable + countBlocks + l1;
  for (const [at, { entries, filled }] of parts.entries()) {
    if (entries === 0) continue;
    bytes.writeBigUInt64BE(BigInt(next * clusterBytes) | once, at * entryBytes);
    next += 1 + filled;
  }
  return bytes;
}

function l2Cluster(clusters: readonly Cluster[], clusterBytes: number, firstFree: number): Buffer {
  const bytes = Buffer.alloc(clusterBytes);
  const slot = (index: number): number => (index % entriesOf(clusterBytes)) * entryBytes;
  for (const { holds, index } of clusters) if (holds === 'zeros') bytes.writeBigUInt64BE(1n, slot(index));
  for (const [at, { index }] of inFileOrder(clusters).entries())
    bytes.writeBigUInt64BE(BigInt((firstFree + at) * clusterBytes) | once, slot(index));
  return bytes;
}

/** What is to be written: clusters of each L2 table, and their bytes in the order of `inFileOrder`. */
export interface Contents {
  clusters: (part: number) => Promise<Cluster[]>;
  contents: (clusters: Cluster[]) => AsyncIterable<Buffer>;
}

export async function* writeFile(plan: FilePlan, from: Contents): AsyncGenerator<Uint8Array> {
  const { clusterBytes, parts } = plan;
  yield headerCluster(plan);
  yield* counts(plan);
  yield l1Clusters(plan);
  let next = 1 + plan.countTable + plan.countBlocks + plan.l1;
  for (const [at, part] of parts.entries()) {
    if (part.entries === 0) continue;
    const clusters = await from.clusters(at);
    const filled = inFileOrder(clusters);
    // Read a second time: had it changed, the tables before it would be wrong.
    if (clusters.length !== part.entries || filled.length !== part.filled)
      throw unreadable('it was deleted meanwhile');
    yield l2Cluster(clusters, clusterBytes, next + 1);
    yield* from.contents(filled);
    next += 1 + part.filled;
  }
}
