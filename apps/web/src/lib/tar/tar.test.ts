import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { ByteReader } from './byte-reader.ts';
import { packTar } from './pack-tar.ts';
import { readTar, type TarEntry } from './read-tar.ts';

type Read = Omit<TarEntry, 'content'> & { text: string };

/** In pieces of an odd size, so that no header comes in one. */
function inPieces(bytes: Uint8Array, size = 333): ReadableStream<Uint8Array> {
  let at = 0;
  return new ReadableStream({
    pull: controller => {
      if (at >= bytes.length) return controller.close();
      controller.enqueue(bytes.subarray(at, at + size));
      at += size;
    },
  });
}

async function entriesOf(bytes: Uint8Array, size?: number): Promise<Read[]> {
  const found: Read[] = [];
  for await (const { content, ...entry } of readTar(new ByteReader(inPieces(bytes, size)))) {
    const pieces: Uint8Array[] = [];
    for await (const piece of content) pieces.push(piece);
    found.push({ ...entry, text: Buffer.concat(pieces).toString() });
  }
  return found;
}

const bytesOf = async (blob: Blob) => new Uint8Array(await blob.arrayBuffer());

const folders: string[] = [];
afterEach(() => folders.splice(0).forEach(folder => rmSync(folder, { recursive: true })));
function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'orrery-tar-'));
  folders.push(folder);
  return folder;
}

describe('what the machine’s own tar packs', () => {
  it.each(['ustar', 'gnu', 'pax'])('is read, in the format %s', async format => {
    const folder = newFolder();
    // Longer than the field of the name, which each format solves in its own way.
    const long = join('deep', 'x'.repeat(60), 'y'.repeat(60), 'a file.txt');
    mkdirSync(join(folder, 'top', long, '..'), { recursive: true });
    writeFileSync(join(folder, 'top', long), 'long');
    writeFileSync(join(folder, 'top', 'größe'), 'ü'.repeat(700), { mode: 0o600 });
    symlinkSync('/usr/bin', join(folder, 'top', 'bin'));
    const tar = execFileSync('tar', ['-C', folder, `--format=${format}`, '-cf', '-', 'top']);
    const byName = new Map((await entriesOf(tar)).map(entry => [entry.name, entry]));
    expect(byName.get('top')).toMatchObject({ kind: 'folder', size: 0 });
    expect(byName.get(`top/${long}`)).toMatchObject({ kind: 'file', size: 4, text: 'long' });
    expect(byName.get('top/größe')).toMatchObject({ size: 1400, mode: 0o600, text: 'ü'.repeat(700) });
    expect(byName.get('top/bin')).toMatchObject({ kind: 'link', linkTo: '/usr/bin' });
    expect(byName.size).toBe(7);
  });
});

describe('what is packed here', () => {
  it('is unpacked by the machine’s own tar', async () => {
    const folder = newFolder();
    const name = `${'n'.repeat(150)}.txt`;
    const tar = packTar([
      { name: 'one.txt', content: new Blob(['one\n']), modifiedAt: Date.UTC(2026, 0, 2) },
      { name, content: new Blob(['second']), modifiedAt: 0 },
      { name: '配置', content: new Blob([]), modifiedAt: 0 },
    ]);
    execFileSync('tar', ['-C', folder, '-xf', '-'], { input: await bytesOf(tar) });
    const listed = execFileSync('ls', ['-1', folder], { encoding: 'utf8' }).trim().split('\n');
    expect(listed.toSorted()).toEqual([name, 'one.txt', '配置'].toSorted());
    expect(execFileSync('cat', [join(folder, name)], { encoding: 'utf8' })).toBe('second');
  });

  it('comes back as it was, whatever it is called and in whatever pieces it comes', async () => {
    const names = fc.string({ unit: 'binary', minLength: 1, maxLength: 200 });
    const plain = names.filter(name => !/[\0/]/.test(name) && name !== '.');
    const file = fc.record({ name: plain, text: fc.string({ maxLength: 600 }) });
    await fc.assert(
      fc.asyncProperty(
        fc.array(file, { maxLength: 3 }),
        fc.integer({ min: 50, max: 2000 }),
        async (files, size) => {
          const packed = packTar(
            files.map(({ name, text }) => ({ name, content: new Blob([text]), modifiedAt: 0 })),
          );
          const read = await entriesOf(await bytesOf(packed), size);
          expect(read.map(({ name, text }) => ({ name, text }))).toEqual(files);
        },
      ),
      { numRuns: 50 },
    );
  }, 120_000);
});

describe('what is no tar', () => {
  it('is refused at its first header', async () => {
    const noTar = new Uint8Array(1024).fill(65);
    await expect(entriesOf(noTar)).rejects.toThrow('This is no tar');
  });

  it('is only as much as came when it breaks off', async () => {
    const whole = await bytesOf(packTar([{ name: 'a', content: new Blob(['abcdef']), modifiedAt: 0 }]));
    expect(await entriesOf(whole.subarray(0, 515))).toMatchObject([{ name: 'a', text: 'abc' }]);
  });
});

it('skips what is not read', async () => {
  const tar = packTar([
    { name: 'large', content: new Blob(['x'.repeat(5000)]), modifiedAt: 0 },
    { name: 'next', content: new Blob(['n']), modifiedAt: 0 },
  ]);
  const names: string[] = [];
  for await (const { name } of readTar(new ByteReader(inPieces(await bytesOf(tar))))) names.push(name);
  expect(names).toEqual(['large', 'next']);
});
