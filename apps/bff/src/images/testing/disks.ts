import { randomBytes } from 'node:crypto';

/** A disk with a boot sector and, past it, bytes that no other disk has. */
export function aRawDisk(size: number): Buffer {
  const disk = randomBytes(size);
  disk.fill(0, 0, 510);
  disk.writeUInt16BE(0x55aa, 510);
  return disk;
}

interface Qcow2Options {
  version?: number;
  backingOffset?: bigint;
  backingSize?: number;
  clusterBits?: number;
  virtualSize?: bigint;
  crypt?: number;
  l1Entries?: number;
  l1Offset?: bigint;
  l1?: bigint;
  refcountOffset?: bigint;
  refcountClusters?: number;
  snapshots?: number;
  features?: bigint;
  refcountOrder?: number;
  headerLength?: number;
  compression?: number;
  extensions?: readonly { type: number; data: Buffer; length?: number }[];
  fileSize?: number;
}

const cluster = 65_536;

/** A qcow2 as `qemu-img create` makes it, with whatever a test wants otherwise. */
export function aQcow2(o: Qcow2Options = {}): Buffer {
  const image = Buffer.alloc(Math.max(o.fileSize ?? 4 * cluster, 1024));
  image.write('QFI\xfb', 'latin1');
  image.writeUInt32BE(o.version ?? 3, 4);
  image.writeBigUInt64BE(o.backingOffset ?? 0n, 8);
  image.writeUInt32BE(o.backingSize ?? 0, 16);
  image.writeUInt32BE(o.clusterBits ?? 16, 20);
  image.writeBigUInt64BE(o.virtualSize ?? 64n * 1024n * 1024n, 24);
  image.writeUInt32BE(o.crypt ?? 0, 32);
  image.writeUInt32BE(o.l1Entries ?? 1, 36);
  image.writeBigUInt64BE(o.l1Offset ?? BigInt(3 * cluster), 40);
  image.writeBigUInt64BE(o.refcountOffset ?? BigInt(cluster), 48);
  image.writeUInt32BE(o.refcountClusters ?? 1, 56);
  image.writeUInt32BE(o.snapshots ?? 0, 60);
  if ((o.version ?? 3) >= 3) {
    image.writeBigUInt64BE(o.features ?? 0n, 72);
    image.writeUInt32BE(o.refcountOrder ?? 4, 96);
    image.writeUInt32BE(o.headerLength ?? 112, 100);
    image.writeUInt8(o.compression ?? 0, 104);
  }
  let at = o.headerLength === undefined || o.headerLength > 1000 ? 112 : o.headerLength;
  for (const { type, data, length = data.length } of o.extensions ?? []) {
    image.writeUInt32BE(type, at);
    image.writeUInt32BE(length, at + 4);
    data.copy(image, at + 8);
    at += 8 + Math.ceil(data.length / 8) * 8;
  }
  if (o.l1 !== undefined) image.writeBigUInt64BE(o.l1, 3 * cluster);
  return o.fileSize === undefined ? image : image.subarray(0, o.fileSize);
}

interface VmdkOptions {
  version?: number;
  sectors?: bigint;
  grain?: bigint;
  perTable?: number;
  directory?: bigint;
  descriptorOffset?: bigint;
  descriptorSize?: bigint;
  descriptor?: string;
}

export const vmdkDescriptor = (more = '', extent = 'RW 131072 SPARSE "disk.vmdk"') =>
  `# Disk DescriptorFile\nversion=1\nCID=fffffffe\nparentCID=ffffffff\ncreateType="monolithicSparse"\n${more}\n${extent}\n`;

export function aVmdk(o: VmdkOptions = {}): Buffer {
  const image = Buffer.alloc(128 * 512);
  image.write('KDMV', 'latin1');
  image.writeUInt32LE(o.version ?? 1, 4);
  image.writeBigUInt64LE(o.sectors ?? 131_072n, 12);
  image.writeBigUInt64LE(o.grain ?? 128n, 20);
  image.writeBigUInt64LE(o.descriptorOffset ?? 1n, 28);
  image.writeBigUInt64LE(o.descriptorSize ?? 20n, 36);
  image.writeUInt32LE(o.perTable ?? 512, 44);
  image.writeBigUInt64LE(o.directory ?? 26n, 56);
  image.write(o.descriptor ?? vmdkDescriptor(), 512, 'latin1');
  return image;
}
