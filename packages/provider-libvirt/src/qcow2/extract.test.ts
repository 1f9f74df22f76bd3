import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { extractSnapshot } from './extract.ts';
import type { ReadRange } from './layout.ts';

const clusterBytes = 512;
const perTable = clusterBytes / 8;

const reader =
  (file: Buffer): ReadRange =>
  async (offset, length) =>
    Buffer.concat([file.subarray(offset, offset + length), Buffer.alloc(length)]).subarray(0, length);

async function bytesOf(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return Buffer.concat(all);
}

/** A disk of some clusters: letters are data, `0` is zeros, `.` is nothing. */
type Disk = string;

/** A file with the disk as it is now and as a snapshot has it, as QEMU lays one out: each has tables of its own. */
function qcow2(disk: Disk, kept: Disk, { backing = '', name = 'kept' } = {}): Buffer {
  const clusters: Buffer[] = [Buffer.alloc(clusterBytes)];
  const add = (bytes: Buffer): bigint => BigInt((clusters.push(bytes) - 1) * clusterBytes);
  const cluster = (letter: string) => Buffer.alloc(clusterBytes, letter);
  const tables = (content: Disk): { offset: bigint; entries: number } => {
    const l1 = Buffer.alloc(clusterBytes);
    for (let at = 0; at * perTable < content.length; at++) {
      const l2 = Buffer.alloc(clusterBytes);
      const part = content.slice(at * perTable, (at + 1) * perTable);
      // Backwards, so that the order in the file is not that of the disk.
      for (const [i, letter] of Array.from(part)
        .map((each, at) => [at, each] as const)
        .toReversed())
        if (letter !== '.') l2.writeBigUInt64BE(letter === '0' ? 1n : add(cluster(letter)), i * 8);
      if (/[^.]/.test(part)) l1.writeBigUInt64BE(add(l2), at * 8);
    }
    return { offset: add(l1), entries: Math.ceil(content.length / perTable) };
  };
  const now = tables(disk);
  const then = tables(kept);
  const entry = Buffer.alloc(64);
  entry.writeBigUInt64BE(then.offset, 0);
  // One more than the disk needs: memory lies behind it.
  entry.writeUInt32BE(then.entries + 1, 8);
  entry.writeUInt16BE(1, 12);
  entry.writeUInt16BE(name.length, 14);
  entry.writeUInt32BE(16, 36);
  entry.writeBigUInt64BE(BigInt(kept.length * clusterBytes), 48);
  entry.write(`1${name}`, 56);
  const snapshots = add(Buffer.concat([entry, Buffer.alloc(clusterBytes)]).subarray(0, clusterBytes));
  const header = clusters[0] ?? Buffer.alloc(0);
  header.write('QFI\xfb', 0, 'latin1');
  header.writeUInt32BE(3, 4);
  header.writeUInt32BE(9, 20);
  header.writeBigUInt64BE(BigInt(disk.length * clusterBytes), 24);
  header.writeUInt32BE(now.entries, 36);
  header.writeBigUInt64BE(now.offset, 40);
  header.writeUInt32BE(1, 60);
  header.writeBigUInt64BE(snapshots, 64);
  header.writeUInt32BE(4, 96);
  header.writeUInt32BE(104, 100);
  if (backing !== '') {
    header.writeBigUInt64BE(200n, 8);
    header.writeUInt32BE(backing.length, 16);
    header.write(backing, 200);
  }
  return Buffer.concat(clusters);
}

/** The disk of a file without snapshots, as letters. */
function diskOf(file: Buffer): Disk {
  const l1 = Number(file.readBigUInt64BE(40));
  const mask = 0x00ff_ffff_ffff_fe00n;
  const clusters = Number(file.readBigUInt64BE(24)) / clusterBytes;
  return Array.from({ length: clusters }, (_, index) => {
    const table = Number(file.readBigUInt64BE(l1 + Math.floor(index / perTable) * 8) & mask);
    const entry = table === 0 ? 0n : file.readBigUInt64BE(table + (index % perTable) * 8);
    if (entry === 1n) return '0';
    return (entry & mask) === 0n ? '.' : file.toString('latin1', Number(entry & mask)).charAt(0);
  }).join('');
}

const long = 'ab.c0d'.repeat(40);

describe('a snapshot inside of a qcow2 file', () => {
  it.each([
    ['small', 'xyz', 'abc'],
    ['with holes', 'xxxx', 'a..b'],
    ['over several tables', 'x'.repeat(long.length), long],
    ['empty', 'xxxx', '....'],
    ['larger than its disk was', 'xy', 'abcdef'],
  ])('comes out as it was: %s', async (_, disk, kept) => {
    const found = await extractSnapshot(reader(qcow2(disk, kept)), { name: 'kept', backing: null });
    const file = await bytesOf(found.bytes());
    expect(file.length).toBe(found.fileBytes);
    // Without something below it nothing and zeros are the same.
    expect(diskOf(file)).toBe(kept.replaceAll('0', '.'));
    expect(found.hasBacking).toBe(false);
    expect(file.readUInt32BE(60)).toBe(0);
  });

  it('keeps zeros over what its backing file has there', async () => {
    const backing = { path: '/pool/base.qcow2', format: 'qcow2' };
    const source = reader(qcow2('xxx', 'a0.', { backing: '/pool/base.qcow2' }));
    const found = await extractSnapshot(source, { name: 'kept', backing });
    const file = await bytesOf(found.bytes());
    expect(found.hasBacking).toBe(true);
    expect(diskOf(file)).toBe('a0.');
    const at = Number(file.readBigUInt64BE(8));
    expect(file.toString('latin1', at, at + file.readUInt32BE(16))).toBe(backing.path);
  });

  it('counts each of its clusters once, the counts included', async () => {
    const found = await extractSnapshot(reader(qcow2(long, long)), { name: 'kept', backing: null });
    const file = await bytesOf(found.bytes());
    const table = Number(file.readBigUInt64BE(48));
    const counted = Array.from({ length: file.length / clusterBytes }, (_, cluster) => {
      const block = Number(file.readBigUInt64BE(table + Math.floor(cluster / 256) * 8));
      return file.readUInt16BE(block + (cluster % 256) * 2);
    });
    expect(new Set(counted)).toEqual(new Set([1]));
  });

  it('says when it was deleted, or deleted and taken anew, meanwhile', async () => {
    let file = qcow2('xyz', 'abc');
    const found = await extractSnapshot((offset, length) => reader(file)(offset, length), {
      name: 'kept',
      backing: null,
    });
    expect(await found.unchanged()).toBe(true);
    file = qcow2('xyz', 'abc', { name: 'more' });
    expect(await found.unchanged()).toBe(false);
    file = qcow2('xyz', 'abcdefgh');
    expect(await found.unchanged()).toBe(false);
  });

  const broken = (change: (file: Buffer) => void) => {
    const file = qcow2('xyz', 'abc');
    change(file);
    return extractSnapshot(reader(file), { name: 'kept', backing: null });
  };
  it.each<[string, RegExp, (file: Buffer) => void]>([
    ['another format', /not qcow2/, file => file.write('KDMV', 0)],
    ['encryption', /encrypted/, file => file.writeUInt32BE(2, 32)],
    ['data elsewhere', /another file/, file => file.writeBigUInt64BE(4n, 72)],
    ['damage', /damaged/, file => file.writeBigUInt64BE(2n, 72)],
    ['features to come', /not known/, file => file.writeBigUInt64BE(64n, 72)],
    ['absurd clusters', /impossible/, file => file.writeUInt32BE(40, 20)],
    ['absurdly many snapshots', /too many/, file => file.writeUInt32BE(2 ** 31, 60)],
    ['no such snapshot', /does not have/, file => file.writeUInt32BE(0, 60)],
    ['a table nowhere', /beyond any file/, file => file.writeBigUInt64BE(2n ** 60n, 64)],
  ])('is refused with the reason: %s', async (_, reason, change) => {
    await expect(broken(change)).rejects.toMatchObject({
      code: 'backend.refused',
      message: expect.stringMatching(reason),
    });
  });
});

/** Where it is installed, it is asked as well. */
const program = 'qemu-img';
const hasQemuImg = (): boolean => {
  try {
    execFileSync(program, ['--version']);
    return true;
  } catch {
    return false;
  }
};

describe.skipIf(!hasQemuImg())('what qemu-img makes and reads', () => {
  let dir = '';
  const at = (name: string) => join(dir, name);
  const qemuImg = (...args: string[]) => execFileSync(program, args, { cwd: dir, encoding: 'utf8' });
  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), 'qcow2-'));
  });
  afterAll(() => rmSync(dir, { recursive: true }));

  it('is the same disk, whole by qemu-img check, compressed parts included', async () => {
    const raw = Buffer.alloc(3 * 1_048_576);
    for (let i = 0; i < raw.length; i += 200_000) raw.write(`at ${i}`, i);
    writeFileSync(at('raw'), raw);
    qemuImg('convert', '-c', '-O', 'qcow2', 'raw', 'disk.qcow2');
    qemuImg('snapshot', '-c', 'kept', 'disk.qcow2');
    qemuImg('resize', 'disk.qcow2', '5M');
    const found = await extractSnapshot(reader(readFileSync(at('disk.qcow2'))), {
      name: 'kept',
      backing: null,
    });
    writeFileSync(at('out.qcow2'), await bytesOf(found.bytes()));
    qemuImg('check', 'out.qcow2');
    qemuImg('convert', '-O', 'raw', 'out.qcow2', 'out.raw');
    expect(readFileSync(at('out.raw')).equals(raw)).toBe(true);
  });
});
