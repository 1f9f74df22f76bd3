import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  aStreamedVmdk,
  aTar,
  anOva,
  anOvf,
  type Described,
  oneMachine,
} from '@orrery/provider-kit/testing/appliances.ts';
import { aVmdk } from '../../testing/disks.ts';
import { inspectBeginning } from '../beginning.ts';
import type { ByteSource } from '../byte-source.ts';
import { inspect } from '../inspect.ts';
import { ImageRefused } from '../refused.ts';
import { inspectOva } from './ova.ts';

const sourceOf = (bytes: Buffer): ByteSource => ({
  size: bytes.length,
  read: async (offset, length) => bytes.subarray(offset, offset + length),
});
const mib = 2 ** 20;

it('an OVA is told by its bytes, and what is in it lies where it is said to', async () => {
  const disk = aStreamedVmdk(5000);
  const ova = anOva(disk);
  expect(await inspect(sourceOf(ova))).toEqual({ format: 'ova', virtualSizeBytes: 64 * mib });
  const { files, networks, descriptor } = await inspectOva(sourceOf(ova));
  expect(networks).toEqual(['VM Network']);
  expect(descriptor).toBe(anOvf(disk.length));
  const [file] = files;
  expect(file).toMatchObject({ path: 'disk.vmdk', sizeBytes: disk.length });
  const from = file?.offset ?? 0;
  expect(ova.subarray(from, from + disk.length).equals(disk)).toBe(true);
});

it('sizes above 8 GiB, which tar writes in binary, are read', async () => {
  const disk = aStreamedVmdk();
  const ova = anOva(disk);
  const at = ova.indexOf('disk.vmdk', 1024) + 124;
  const size = Buffer.alloc(12);
  size[0] = 0x80;
  size.writeBigUInt64BE(9n * 2n ** 30n, 4);
  size.copy(ova, at);
  ova.fill(0x20, at + 24, at + 32);
  const sum = ova.subarray(at - 124, at + 388).reduce((all, byte) => all + byte, 0);
  ova.write(`${sum.toString(8).padStart(6, '0')}\0 `, at + 24);
  await expect(inspect(sourceOf(ova))).rejects.toThrow(/disk\.vmdk is cut off/);
});

describe('refused', () => {
  const disk = aStreamedVmdk();
  const packed = (described: Described) => anOva(disk, described);
  const ovf = { path: 'a.ovf', bytes: Buffer.from(anOvf(disk.length)) };
  const file = { path: 'disk.vmdk', bytes: disk };
  const hostile: [string, Buffer, RegExp][] = [
    ['an archive of something else', aTar([{ path: 'a.txt', bytes: Buffer.from('a') }]), /no appliance/],
    ['a descriptor that is not the first', aTar([file, ovf]), /begins with a descriptor/],
    ['a path upwards', aTar([ovf, { ...file, path: '../disk.vmdk' }]), /more than a name/],
    ['an absolute path', aTar([ovf, { ...file, path: '/etc/passwd' }]), /more than a name/],
    ['a folder', aTar([ovf, { ...file, path: 'a/disk.vmdk' }]), /more than a name/],
    ['a hidden file', aTar([ovf, { ...file, path: '.bashrc' }]), /more than a name/],
    ['a symbolic link', aTar([ovf, { ...file, type: '2' }]), /plain files/],
    ['a hard link', aTar([ovf, { ...file, type: '1' }]), /plain files/],
    ['a pax header, which renames', aTar([ovf, { ...file, type: 'x' }]), /plain files/],
    ['two files of one name', aTar([ovf, file, file]), /two files/],
    ['a size beyond the archive', aTar([ovf, { ...file, size: 10_000_000 }]), /cut off/],
    [
      'very many files',
      aTar(
        Array.from({ length: 80 }, (_, n) => ({
          ...file,
          path: n === 0 ? 'a.ovf' : `f${n}`,
          bytes: n === 0 ? ovf.bytes : Buffer.alloc(1),
        })),
      ),
      /more than 64/,
    ],
    ['a huge descriptor', aTar([{ path: 'a.ovf', bytes: Buffer.alloc(5 * mib) }, file]), /absurdly large/],
    ['a missing disk', aTar([ovf]), /not in the archive/],
    ['a disk elsewhere', packed({ href: 'http://evil.example/disk.vmdk' }), /elsewhere/],
    ['a disk upwards', packed({ href: '../disk.vmdk' }), /elsewhere/],
    ['a disk by its drive', packed({ href: 'c:disk.vmdk' }), /elsewhere/],
    ['a disk in pieces', packed({ file: 'ovf:chunkSize="1000"' }), /several pieces/],
    ['a packed disk', packed({ file: 'ovf:compression="gzip"' }), /compressed once more/],
    ['a difference', packed({ disk: 'ovf:parentRef="disk-0"' }), /difference/],
    ['an absurd size', packed({ capacity: '999999999999' }), /absurd/],
    ['no size', packed({ capacity: '${size}' }), /plain numbers/],
    ['a disk larger than it says', packed({ capacity: '1' }), /larger than its descriptor/],
    ['two machines', packed({ machines: oneMachine + oneMachine }), /2 machines/],
    [
      'entities',
      packed({ prolog: '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>' }),
      /document type/,
    ],
    ['no XML', aTar([{ ...ovf, bytes: Buffer.from('<Envelope') }, file]), /no XML|no OVF/],
    ['another XML', aTar([{ ...ovf, bytes: Buffer.from('<a/>') }, file]), /no OVF envelope/],
    ['deep XML', aTar([{ ...ovf, bytes: Buffer.from('<a>'.repeat(5000)) }, file]), /absurdly/],
    ['a disk that is no VMDK', anOva(Buffer.alloc(4096)), /streamOptimized/],
    ['a VMDK of another kind', anOva(aVmdk()), /streamOptimized/],
  ];
  it.each(hostile)('%s', async (_name, bytes, reason) => {
    const failing = inspect(sourceOf(bytes));
    await expect(failing).rejects.toThrow(reason);
    await expect(failing).rejects.toBeInstanceOf(ImageRefused);
  });

  it('a damaged header', async () => {
    const ova = anOva();
    ova.write('X', ova.indexOf('disk.vmdk', 1024) + 2);
    await expect(inspect(sourceOf(ova))).rejects.toThrow(/damaged/);
  });
});

it('is looked at while it comes: what is wrong at its beginning is told at once', async () => {
  const bad = anOva(aVmdk());
  const here = 40 * 1024;
  const size = bad.length + 10 ** 9;
  await expect(inspectBeginning(sourceOf(bad), { size, here }, null)).rejects.toThrow(/streamOptimized/);
  const good = anOva(aStreamedVmdk(2 * mib));
  await inspectBeginning(sourceOf(good), { size: good.length, here }, null);
});

it('however its bytes are changed it is read, or refused with a reason, and nothing else happens', async () => {
  const change = fc.record({ at: fc.nat(6000), byte: fc.nat(255) });
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 12 }), async changes => {
      const ova = Buffer.from(anOva());
      for (const { at, byte } of changes) ova[at] = byte;
      const outcome = await inspect(sourceOf(ova)).catch((error: unknown) => error);
      if (!(outcome instanceof ImageRefused)) expect(outcome).toHaveProperty('virtualSizeBytes');
    }),
  );
});
