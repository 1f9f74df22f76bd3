const clusterBits = 16;
const clusterBytes = 2 ** clusterBits;
/** Bytes that one L2 table describes: as many clusters as it has entries of 8 bytes. */
const bytesOfL2 = (clusterBytes / 8) * clusterBytes;
/** Clusters of the file that a refcount block of 16-bit counts describes. */
const countsInBlock = clusterBytes / 2;

/** A qcow2 file (version 3) of a disk on which nothing was ever written: header, refcounts and an empty L1 table. */
export function emptyQcow2(virtualBytes: number): Buffer {
  const size = Math.ceil(virtualBytes / 512) * 512;
  const l1Entries = Math.max(1, Math.ceil(size / bytesOfL2));
  const l1Clusters = Math.ceil((l1Entries * 8) / clusterBytes);
  // Header, refcount table, one refcount block, L1 table.
  const clusters = 3 + l1Clusters;
  if (clusters > countsInBlock) throw new RangeError('Such a disk would need more than one refcount block');
  const file = Buffer.alloc(clusters * clusterBytes);
  file.write('QFI\xfb', 0, 'latin1');
  file.writeUInt32BE(3, 4);
  file.writeUInt32BE(clusterBits, 20);
  file.writeBigUInt64BE(BigInt(size), 24);
  file.writeUInt32BE(l1Entries, 36);
  file.writeBigUInt64BE(BigInt(3 * clusterBytes), 40);
  file.writeBigUInt64BE(BigInt(clusterBytes), 48);
  file.writeUInt32BE(1, 56);
  // Order of the refcounts (2^4 bits), and the length of the header.
  file.writeUInt32BE(4, 96);
  file.writeUInt32BE(104, 100);
  file.writeBigUInt64BE(BigInt(2 * clusterBytes), clusterBytes);
  for (let cluster = 0; cluster < clusters; cluster++) file.writeUInt16BE(1, 2 * clusterBytes + cluster * 2);
  return file;
}
