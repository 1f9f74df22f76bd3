import { describe, expect, it } from 'vitest';
import { aQcow2, aRawDisk, aVmdk, vmdkDescriptor } from '../testing/disks.ts';
import { inspectBeginning } from './beginning.ts';
import type { ByteSource } from './byte-source.ts';
import { inspect } from './inspect.ts';
import { ImageRefused } from './refused.ts';

const sourceOf = (bytes: Buffer): ByteSource => ({
  size: bytes.length,
  read: async (offset, length) => bytes.subarray(offset, offset + length),
});

function anIso(boot = false): Buffer {
  const iso = Buffer.alloc(64 * 1024);
  iso.write('\x01CD001\x01', 32_768, 'latin1');
  if (boot) iso.writeUInt16BE(0x55aa, 510);
  return iso;
}

const pad = (start: Buffer | string, size = 4096): Buffer => {
  const file = Buffer.alloc(size);
  Buffer.from(start as string, 'latin1').copy(file);
  return file;
};
const hex = (text: string) => pad(Buffer.from(text, 'hex'));

describe('taken', () => {
  const good: [string, Buffer, object][] = [
    ['qcow2 version 3', aQcow2(), { format: 'qcow2', virtualSizeBytes: 64 * 1024 ** 2 }],
    ['qcow2 version 2', aQcow2({ version: 2 }), { format: 'qcow2' }],
    ['qcow2 with zstd', aQcow2({ features: 8n, compression: 1 }), { format: 'qcow2' }],
    [
      'qcow2 with feature names',
      aQcow2({ extensions: [{ type: 0x6803f857, data: Buffer.alloc(144) }] }),
      { format: 'qcow2' },
    ],
    ['vmdk in one file', aVmdk(), { format: 'vmdk', virtualSizeBytes: 131_072 * 512 }],
    [
      'vmdk streamOptimized',
      aVmdk({
        version: 3,
        directory: 0xffffffffffffffffn,
        descriptor: vmdkDescriptor().replace('monolithicSparse', 'streamOptimized'),
      }),
      { format: 'vmdk' },
    ],
    ['iso', anIso(), { format: 'iso', virtualSizeBytes: 65_536 }],
    ['hybrid iso', anIso(true), { format: 'iso' }],
    ['raw with a boot sector', aRawDisk(4096), { format: 'raw', virtualSizeBytes: 4096 }],
  ];
  it.each(good)('%s', async (_name, bytes, expected) => {
    expect(await inspect(sourceOf(bytes))).toMatchObject(expected);
  });

  it('raw of no known kind, when it is said to be raw', async () => {
    const bytes = Buffer.alloc(4096, 3);
    await expect(inspect(sourceOf(bytes))).rejects.toThrow(/no disk image that is known/);
    expect(await inspect(sourceOf(bytes), 'raw')).toMatchObject({ format: 'raw' });
  });
});

describe('refused', () => {
  const hostile: [string, Buffer, RegExp][] = [
    ['qcow2 with a backing file', aQcow2({ backingOffset: 1024n, backingSize: 11 }), /backing file/],
    ['qcow2 with the size of a backing name only', aQcow2({ backingSize: 11 }), /backing file/],
    [
      'qcow2 with a backing format',
      aQcow2({ extensions: [{ type: 0xe2792aca, data: Buffer.from('raw') }] }),
      /backing file/,
    ],
    [
      'qcow2 with a backing format after harmless ones',
      aQcow2({
        extensions: [
          { type: 0x6803f857, data: Buffer.alloc(48) },
          { type: 0xe2792aca, data: Buffer.from('raw') },
        ],
      }),
      /backing file/,
    ],
    ['qcow2 with its data elsewhere', aQcow2({ features: 4n }), /another file/],
    [
      'qcow2 that names a data file',
      aQcow2({ extensions: [{ type: 0x44415441, data: Buffer.from('/etc/shadow') }] }),
      /another file/,
    ],
    ['qcow2 encrypted with AES', aQcow2({ crypt: 1 }), /encrypted/],
    ['qcow2 encrypted with LUKS', aQcow2({ crypt: 2 }), /encrypted/],
    [
      'qcow2 with a surprise of encryption',
      aQcow2({ extensions: [{ type: 0x0537be77, data: Buffer.alloc(16) }] }),
      /encrypted/,
    ],
    ['qcow2 of version 1', aQcow2({ version: 1 }), /version 1/],
    ['qcow2 of version 4', aQcow2({ version: 4 }), /version 4/],
    ['qcow2 with tiny clusters', aQcow2({ clusterBits: 8 }), /2\^8/],
    ['qcow2 with huge clusters', aQcow2({ clusterBits: 22 }), /2\^22/],
    ['qcow2 with clusters that overflow', aQcow2({ clusterBits: 0xffffffff }), /clusters/],
    ['qcow2 of no size', aQcow2({ virtualSize: 0n }), /virtual size/],
    ['qcow2 of 8 EiB', aQcow2({ virtualSize: 1n << 63n, l1Entries: 0x7fffffff }), /virtual size/],
    [
      'qcow2 of 1 PiB',
      aQcow2({ virtualSize: 1n << 50n, l1Entries: 2_097_152, fileSize: 20 * 1024 ** 2, l1Offset: 196_608n }),
      /absurd/,
    ],
    ['qcow2 with an L1 table that is too small', aQcow2({ virtualSize: 1n << 40n }), /too small/],
    ['qcow2 with an absurd L1 table', aQcow2({ l1Entries: 0x7fffffff }), /L1 table/],
    ['qcow2 with an L1 table outside', aQcow2({ l1Offset: 1n << 40n }), /outside/],
    ['qcow2 with an L1 table off its cluster', aQcow2({ l1Offset: 196_609n }), /outside/],
    ['qcow2 with an L1 table over its header', aQcow2({ l1Offset: 0n }), /outside/],
    ['qcow2 with an L1 table at 2^63', aQcow2({ l1Offset: 1n << 63n }), /outside/],
    ['qcow2 with an L2 table outside', aQcow2({ l1: 0x8000ffffffff0000n }), /L2 table/],
    ['qcow2 with an L2 table over its header', aQcow2({ l1: 0x8000000000000200n }), /L2 table/],
    [
      'qcow2 with a table of reference counts outside',
      aQcow2({ refcountOffset: 1n << 40n }),
      /reference counts/,
    ],
    [
      'qcow2 with an absurd table of reference counts',
      aQcow2({ refcountClusters: 0xffffffff }),
      /reference counts/,
    ],
    ['qcow2 without reference counts', aQcow2({ refcountClusters: 0 }), /reference counts/],
    ['qcow2 with wide reference counts', aQcow2({ refcountOrder: 7 }), /reference counts/],
    ['qcow2 with snapshots', aQcow2({ snapshots: 65_535 }), /snapshots/],
    ['qcow2 marked dirty', aQcow2({ features: 1n }), /closed cleanly/],
    ['qcow2 marked corrupt', aQcow2({ features: 2n }), /corrupt/],
    ['qcow2 with unknown features', aQcow2({ features: 1n << 40n }), /not known/],
    ['qcow2 with extended L2 in small clusters', aQcow2({ features: 16n, clusterBits: 12 }), /L2/],
    ['qcow2 with an unknown compression', aQcow2({ features: 8n, compression: 9 }), /compressed/],
    ['qcow2 with a short header', aQcow2({ headerLength: 96 }), /header/],
    ['qcow2 with a header of 4 GiB', aQcow2({ headerLength: 0xfffffff8 }), /header/],
    ['qcow2 with a crooked header', aQcow2({ headerLength: 105 }), /header/],
    [
      'qcow2 with an extension of 4 GiB',
      aQcow2({ extensions: [{ type: 0x1234, data: Buffer.alloc(8), length: 0xffffffff }] }),
      /extensions/,
    ],
    [
      'qcow2 with extensions without end',
      aQcow2({ extensions: Array.from({ length: 2000 }, () => ({ type: 7, data: Buffer.alloc(0) })) }),
      /extensions/,
    ],
    ['qcow2 that is cut off in its header', aQcow2({ fileSize: 60 }), /cut off/],
    ['qcow2 that is cut off', aQcow2({ fileSize: 70_000 }), /outside|cut off/],
    [
      'vmdk descriptor alone',
      pad(vmdkDescriptor('', 'RW 100 FLAT "/etc/shadow" 0')),
      /points at other files/,
    ],
    [
      'vmdk whose extent is flat',
      aVmdk({ descriptor: vmdkDescriptor('', 'RW 131072 FLAT "/etc/shadow" 0') }),
      /elsewhere/,
    ],
    [
      'vmdk whose extent is a device',
      aVmdk({ descriptor: vmdkDescriptor('', 'RW 131072 VMFSRDM "/dev/sda"') }),
      /elsewhere/,
    ],
    [
      'vmdk whose extent is a path',
      aVmdk({ descriptor: vmdkDescriptor('', 'RW 131072 SPARSE "/etc/shadow"') }),
      /path/,
    ],
    [
      'vmdk whose extent climbs',
      aVmdk({ descriptor: vmdkDescriptor('', 'RW 131072 SPARSE "..\\..\\x"') }),
      /path/,
    ],
    ['vmdk of several extents', aVmdk({ descriptor: vmdkDescriptor('RW 1 SPARSE "a.vmdk"') }), /2 extents/],
    ['vmdk of no extent', aVmdk({ descriptor: vmdkDescriptor('', '') }), /0 extents/],
    [
      'vmdk of type twoGbMaxExtentFlat',
      aVmdk({ descriptor: vmdkDescriptor().replace('monolithicSparse', 'twoGbMaxExtentFlat') }),
      /twoGbMaxExtentFlat/,
    ],
    [
      'vmdk of type fullDevice',
      aVmdk({ descriptor: vmdkDescriptor().replace('monolithicSparse', 'fullDevice') }),
      /fullDevice/,
    ],
    [
      'vmdk with a parent',
      aVmdk({ descriptor: vmdkDescriptor().replace('parentCID=ffffffff', 'parentCID=12345678') }),
      /difference/,
    ],
    [
      'vmdk with the name of a parent',
      aVmdk({ descriptor: vmdkDescriptor('parentFileNameHint="/vmfs/x.vmdk"') }),
      /difference/,
    ],
    ['vmdk without a descriptor', aVmdk({ descriptorOffset: 0n }), /descriptor/],
    ['vmdk with a descriptor of 1 TiB', aVmdk({ descriptorSize: 1n << 31n }), /descriptor/],
    ['vmdk with a descriptor outside', aVmdk({ descriptorOffset: 1n << 40n }), /descriptor/],
    ['vmdk of no size', aVmdk({ sectors: 0n }), /virtual size/],
    ['vmdk of 2^64 sectors', aVmdk({ sectors: 0xffffffffffffffffn }), /virtual size/],
    ['vmdk with crooked grains', aVmdk({ grain: 100n }), /grains/],
    ['vmdk with grains of no size', aVmdk({ grain: 0n }), /grains/],
    ['vmdk with a grain directory outside', aVmdk({ directory: 1n << 40n }), /outside/],
    ['vmdk with tables of no size', aVmdk({ perTable: 0 }), /tables/],
    ['vmdk of version 9', aVmdk({ version: 9 }), /version 9/],
    ['gzip', hex('1f8b0800'), /gunzip/],
    ['xz', hex('fd377a585a00'), /unxz/],
    ['zstd', hex('28b52ffd'), /unzstd/],
    ['bzip2', pad('BZh91AY'), /bunzip2/],
    ['zip', pad('PK\x03\x04'), /archive/],
    ['LUKS', pad('LUKS\xba\xbe'), /encrypted/],
    ['vhdx', pad('vhdxfile'), /qemu-img convert/],
    ['qed', pad('QED\0'), /qemu-img convert/],
    ['a web page', pad('<!DOCTYPE html><title>404'), /web page/],
    ['an error in JSON', pad('{"error":"not found"}'), /web page/],
    ['a program', pad('\x7fELF'), /program/],
    ['raw that is no whole sectors', aRawDisk(4096).subarray(0, 4000), /512/],
    ['nothing', Buffer.alloc(0), /empty/],
    ['noise', Buffer.alloc(4096, 0x41), /no disk image/],
  ];

  it.each(hostile)('%s', async (_name, bytes, why) => {
    const refusal = await inspect(sourceOf(bytes)).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(ImageRefused);
    expect(String(refusal)).toMatch(why);
  });

  it('a qcow2 that is said to be raw: what it is decides, so that nobody probes it later', async () => {
    await expect(inspect(sourceOf(aQcow2()), 'raw')).rejects.toThrow(/is qcow2/);
    await expect(inspect(sourceOf(aQcow2({ backingSize: 4 })), 'raw')).rejects.toThrow(/backing file/);
  });
});

describe('the beginning of an image', () => {
  const part = (bytes: Buffer, here: number) =>
    inspectBeginning(sourceOf(bytes.subarray(0, here)), { size: bytes.length, here }, null);

  it('is refused as soon as it is hostile', async () => {
    await expect(part(aQcow2({ backingSize: 9 }), 65_536)).rejects.toThrow(/backing file/);
  });

  it('is not refused for what has not come yet', async () => {
    await expect(part(aQcow2(), 65_536)).resolves.toBeUndefined();
    await expect(part(aRawDisk(1024 * 1024), 1000)).resolves.toBeUndefined();
  });
});

it('no truncation or flipped bit makes it anything but refused or understood', async () => {
  const images = [aQcow2(), aVmdk(), anIso(), aRawDisk(8192)];
  for (const image of images)
    for (let at = 0; at < 128; at++)
      for (const bit of [1, 0x80]) {
        const flipped = Buffer.from(image);
        flipped.writeUInt8(flipped.readUInt8(at) ^ bit, at);
        for (const bytes of [flipped, flipped.subarray(0, at * 64)]) {
          const answer = await inspect(sourceOf(bytes)).catch((error: unknown) => error);
          if (answer instanceof Error) expect(answer).toBeInstanceOf(ImageRefused);
        }
      }
});
