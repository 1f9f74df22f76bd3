import { describe, expect, it } from 'vitest';
import { type IsoFile, makeIso } from './iso9660.ts';

const sector = 2_048;

/** A reader of its own for the Joliet tree: names and contents of the root directory. */
function readJoliet(image: Buffer): { label: string; files: IsoFile[] } {
  const descriptor = image.subarray(17 * sector, 18 * sector);
  const ucs2 = (bytes: Buffer) => Buffer.from(bytes).swap16().toString('utf16le');
  const root = descriptor.readUInt32LE(156 + 2);
  const files: IsoFile[] = [];
  for (let at = root * sector; (image[at] ?? 0) > 0; at += image[at] ?? 0) {
    const extent = image.readUInt32LE(at + 2);
    const size = image.readUInt32LE(at + 10);
    const isDirectory = ((image[at + 25] ?? 0) & 2) !== 0;
    const name = ucs2(image.subarray(at + 33, at + 33 + (image[at + 32] ?? 0) - (isDirectory ? 1 : 0)));
    const data = image.subarray(extent * sector, extent * sector + size);
    if (!isDirectory) files.push({ name: name.replace(/;1$/, ''), data });
  }
  return { label: ucs2(descriptor.subarray(40, 72)).trimEnd(), files };
}

describe('an ISO image', () => {
  const files = [
    { name: 'user-data', data: Buffer.from('#!/bin/sh\n'.repeat(500)) },
    { name: 'meta-data', data: Buffer.from('{}') },
    { name: 'network-config', data: Buffer.alloc(0) },
  ];

  it('holds its files under their names, sorted, and its label', () => {
    const { label, files: found } = readJoliet(makeIso('CIDATA', files));
    expect(label).toBe('CIDATA');
    expect(found.map(f => f.name)).toEqual(['meta-data', 'network-config', 'user-data']);
    for (const { name, data } of files) {
      expect(Buffer.compare(found.find(f => f.name === name)?.data ?? Buffer.of(), data), name).toBe(0);
    }
  });

  it('begins with the descriptors that tell what it is, and is as long as it says', () => {
    const image = makeIso('CIDATA', files);
    expect(image.toString('latin1', 16 * sector, 16 * sector + 7)).toBe('\x01CD001\x01');
    expect(image.toString('latin1', 17 * sector, 17 * sector + 7)).toBe('\x02CD001\x01');
    expect(image.toString('latin1', 18 * sector, 18 * sector + 7)).toBe('\xffCD001\x01');
    expect(image.toString('latin1', 16 * sector + 40, 16 * sector + 46)).toBe('CIDATA');
    expect(image.readUInt32LE(16 * sector + 80) * sector).toBe(image.length);
    expect(image.readUInt32BE(16 * sector + 84) * sector).toBe(image.length);
  });

  it('is the same for the same files', () => {
    expect(Buffer.compare(makeIso('A', files), makeIso('A', files))).toBe(0);
  });

  it.each(['', 'cidata', 'A-B', 'X'.repeat(17)])('has no label %j', label => {
    expect(() => makeIso(label, [])).toThrow(RangeError);
  });

  it.each(['', 'a/b', 'a;b', '\n', 'x'.repeat(65)])('has no file %j', bad => {
    expect(() => makeIso('A', [{ name: bad, data: Buffer.of(1) }])).toThrow(RangeError);
  });

  it('refuses more files than its one directory holds', () => {
    const many = Array.from({ length: 40 }, (_, i) => ({ name: `file-number-${i}`, data: Buffer.of(1) }));
    expect(() => makeIso('A', many)).toThrow('Too many files');
  });
});
