import type { ImageContent } from '@orrery/provider-kit/image-content.ts';
import { expect, it } from 'vitest';
import { checkHeader } from './check-header.ts';

const image = (format: ImageContent['format'], bytes: Buffer): ImageContent => ({
  id: 'i',
  name: 'web',
  format,
  sizeBytes: bytes.length,
  virtualSizeBytes: 1,
  sha256: '',
  // In small pieces, as from a slow store.
  read: async function* read() {
    for (let at = 0; at < bytes.length; at += 100) yield bytes.subarray(at, at + 100);
  },
});
const check = (format: ImageContent['format'], bytes: Buffer) =>
  checkHeader(image(format, bytes), new AbortController().signal);

function qcow2({ version = 3, backingAt = 0n, features = 0n } = {}): Buffer {
  const bytes = Buffer.alloc(4_096);
  bytes.write('QFI\xfb', 0, 'latin1');
  bytes.writeUInt32BE(version, 4);
  bytes.writeBigUInt64BE(backingAt, 8);
  bytes.writeBigUInt64BE(features, 72);
  return bytes;
}

function vmdk(description: string): Buffer {
  const bytes = Buffer.alloc(8_192);
  bytes.write('KDMV', 0, 'latin1');
  bytes.writeBigUInt64LE(1n, 28);
  bytes.writeBigUInt64LE(2n, 36);
  bytes.write(description, 512, 'latin1');
  return bytes;
}
const alone = 'CID=1\nparentCID=ffffffff\ncreateType="monolithicSparse"\n';

it.each([
  ['qcow2', qcow2()],
  ['qcow2', qcow2({ version: 2, features: 4n })],
  ['vmdk', vmdk(alone)],
  ['raw', Buffer.from('QFI\xfb and whatever else')],
  ['iso', Buffer.of()],
] as const)('takes what leads nowhere: %s', async (format, bytes) => {
  await expect(check(format, bytes)).resolves.toBeUndefined();
});

it.each([
  ['qcow2', qcow2({ backingAt: 104n }), 'backing file'],
  ['qcow2', qcow2({ features: 4n }), 'another file'],
  ['qcow2', Buffer.from('not at all'), 'not qcow2'],
  ['vmdk', Buffer.from('# Disk DescriptorFile\nRW 1 FLAT "/etc/shadow" 0'), 'one file'],
  ['vmdk', vmdk(alone.replace('ffffffff', '00000001')), 'parent'],
  ['vmdk', vmdk(alone.replace('monolithicSparse', 'monolithicFlat')), 'one file'],
] as const)('refuses %s that would give a guest files of the host', async (format, bytes, why) => {
  await expect(check(format, bytes)).rejects.toMatchObject({
    code: 'args.invalid',
    message: expect.stringContaining(why),
  });
});
