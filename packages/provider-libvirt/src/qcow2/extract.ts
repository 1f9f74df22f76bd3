import { inflateRawSync } from 'node:zlib';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import { type Cluster, clustersOf, entriesOf, readL1 } from './clusters.ts';
import {
  type Qcow2Header,
  type Qcow2Snapshot,
  type ReadRange,
  readHeader,
  readSnapshots,
  unreadable,
} from './layout.ts';
import { type Part, planFile, writeFile } from './write.ts';

/** One request of the daemon reads at most so much: it is held in memory. */
const readAtMost = 4 * 1_048_576;

interface Found {
  header: Qcow2Header;
  snapshot: Qcow2Snapshot;
}

async function find(read: ReadRange, name: string): Promise<Found> {
  const header = await readHeader(read);
  const snapshot = (await readSnapshots(header, read)).find(s => s.name === name);
  if (!snapshot) throw unreadable('its disk does not have the snapshot');
  return { header, snapshot };
}

/** The disk as one of the snapshots inside its file has it, as a file of its own. */
export interface Extract {
  virtualBytes: number;
  /** Of the whole new file. */
  fileBytes: number;
  /** Whether what the snapshot does not have of the disk lies in the backing file. */
  hasBacking: boolean;
  /** The new file; with `backing`, one that stands on it. */
  bytes: () => AsyncGenerator<Uint8Array>;
  /** Whether the snapshot is still what it was: one that was deleted meanwhile may have been written over. */
  unchanged: () => Promise<boolean>;
}

/**
 * Reads a snapshot that QEMU keeps inside the file of its disk. What belongs to a snapshot is never written to while
 * the snapshot is there (its clusters are copied when they are written), so the instance may run.
 */
export async function extractSnapshot(
  read: ReadRange,
  { name, backing }: { name: string; backing: { path: string; format: string } | null },
): Promise<Extract> {
  const { header, snapshot } = await find(read, name);
  if (header.compression !== 0) throw unreadable('it is compressed in another way than zlib');
  const { clusterBytes } = header;
  const { virtualBytes } = snapshot;
  const tables = await readL1(header, snapshot, read);
  const end = Math.ceil(virtualBytes / clusterBytes);
  const clusters = async (at: number): Promise<Cluster[]> => {
    const offset = tables[at] ?? 0;
    if (offset === 0) return [];
    const first = at * entriesOf(clusterBytes);
    const all = clustersOf(await read(offset, clusterBytes), { first, end });
    // On nothing, what is not there is zeros.
    return backing === null ? all.filter(({ holds }) => holds !== 'zeros') : all;
  };
  const parts: Part[] = [];
  for (const at of tables.keys()) {
    const held = await clusters(at);
    parts.push({ entries: held.length, filled: held.filter(({ holds }) => holds !== 'zeros').length });
  }
  const plan = planFile({ clusterBytes, virtualBytes, backing, parts });
  const filled = (cluster: Cluster[]) => contents(read, cluster, clusterBytes);
  return {
    virtualBytes,
    fileBytes: plan.fileBytes,
    hasBacking: header.backing !== null,
    bytes: () => writeFile(plan, { clusters, contents: filled }),
    unchanged: async () => {
      const now = await find(read, name).catch(orNone);
      return now !== null && JSON.stringify(now.snapshot) === JSON.stringify(snapshot);
    },
  };
}

/** A file that makes no sense any more does not have it; one that cannot be reached is another matter. */
const orNone = (error: unknown): null => {
  if (error instanceof ProviderError) return null;
  throw error;
};

async function* contents(
  read: ReadRange,
  clusters: readonly Cluster[],
  clusterBytes: number,
): AsyncGenerator<Buffer> {
  let run: { from: number; count: number } | null = null;
  for (const cluster of clusters) {
    if (cluster.holds === 'zeros') continue;
    const joins =
      run !== null && cluster.holds === 'data' && cluster.offset === run.from + run.count * clusterBytes;
    if (run !== null && joins && (run.count + 1) * clusterBytes <= readAtMost) {
      run.count++;
      continue;
    }
    if (run !== null) yield await read(run.from, run.count * clusterBytes);
    run = cluster.holds === 'data' ? { from: cluster.offset, count: 1 } : null;
    if (cluster.holds === 'compressed') yield await inflated(read, cluster, clusterBytes);
  }
  if (run !== null) yield await read(run.from, run.count * clusterBytes);
}

async function inflated(
  read: ReadRange,
  { offset, bytes }: { offset: number; bytes: number },
  clusterBytes: number,
): Promise<Buffer> {
  const plain = inflateRawSync(await read(offset, bytes), { maxOutputLength: clusterBytes });
  if (plain.length !== clusterBytes) throw unreadable('a compressed part of it is damaged');
  return plain;
}
