import { createHash, randomBytes } from 'node:crypto';
import type { ImageContent } from '@orrery/provider-kit/image-content.ts';
import type { VolumeContent } from '@orrery/provider-kit/volume-content.ts';
import { cachedName } from '@orrery/provider-libvirt/create/made-names.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CreationRig } from './creation-rig.ts';
import { labImage } from './kvm-creation.ts';
import { LabHands, labSockets } from './lab-hands.ts';

const MiB = 1_048_576;
const hands = new LabHands(await labSockets());
const tiny = await labImage();
const never = new AbortController().signal;
const localPool = 'local';
let rig: CreationRig;
let serial = 0;
const name = () => `conf-new-v${++serial}`;

const sha = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

beforeAll(async () => {
  await hands.sweep();
  rig = await CreationRig.start();
});
afterAll(async () => {
  await rig?.provider.stop();
  await hands.sweep();
});

/** What somebody has uploaded: data with a hole in it, so that lengths and zeros are seen to be kept. */
function uploaded(sizeBytes: number): ImageContent {
  const bytes = Buffer.concat([
    randomBytes(sizeBytes / 4),
    Buffer.alloc(sizeBytes / 2),
    randomBytes(sizeBytes / 4),
  ]);
  return {
    ...{ id: `orrery:image:${crypto.randomUUID()}`, name: 'data', format: 'raw', sizeBytes },
    virtualSizeBytes: sizeBytes,
    sha256: sha(bytes),
    read: async function* read(offset) {
      for (let at = offset; at < bytes.length; at += 262_144) yield bytes.subarray(at, at + 262_144);
    },
  };
}

const wish = (image: ImageContent, more: { format?: 'raw' | 'qcow2'; capacityBytes?: number } = {}) => {
  rig.images.set(image.id, image);
  const source = { from: 'image' as const, image: image.id, discard: true };
  const { format = null, capacityBytes = image.virtualSizeBytes } = more;
  return { kind: 'volume' as const, spec: { name: name(), pool: null, capacityBytes, format, source } };
};

const content = (id: string): Promise<VolumeContent> => {
  const { exporter } = rig.provider;
  if (!exporter?.volume) throw new Error('It gives out no volumes');
  return exporter.volume(id, never);
};

async function downloaded(id: string) {
  const { format, sizeBytes, read } = await content(id);
  const hash = createHash('sha256');
  let length = 0;
  for await (const piece of read(never)) {
    hash.update(piece);
    length += piece.length;
  }
  expect(length).toBe(sizeBytes);
  return { format, length, sha256: hash.digest('hex') };
}

describe('a file that was uploaded for a volume', () => {
  it('raw: comes out again byte for byte, and the host keeps no copy of it', async () => {
    const image = uploaded(64 * MiB);
    const id = await rig.make(wish(image, { format: 'raw' }));
    const { sizeBytes, sha256 } = image;
    expect(await downloaded(id)).toEqual({ format: 'raw', length: sizeBytes, sha256 });
    expect(await hands.volumes(1, localPool)).not.toContain(cachedName(image));
    await rig.act('volume', id, 'delete');
  });

  it('raw, into a larger volume: what was not in the file is zero', async () => {
    const image = uploaded(8 * MiB);
    const id = await rig.make(wish(image, { format: 'raw', capacityBytes: 16 * MiB }));
    const { read } = await content(id);
    const pieces: Uint8Array[] = [];
    for await (const piece of read(never)) pieces.push(piece);
    const all = Buffer.concat(pieces);
    expect(all.length).toBe(16 * MiB);
    expect(sha(all.subarray(0, 8 * MiB))).toBe(image.sha256);
    expect(all.subarray(8 * MiB).every(byte => byte === 0)).toBe(true);
    await rig.act('volume', id, 'delete');
  });

  it('qcow2: is the volume itself', async () => {
    const id = await rig.make(wish(tiny, { format: 'qcow2' }));
    const { sizeBytes, sha256, virtualSizeBytes } = tiny;
    expect(await downloaded(id)).toEqual({ format: 'qcow2', length: sizeBytes, sha256 });
    expect(rig.mirror.get('volume', id)?.capacityBytes).toBe(virtualSizeBytes);
    await rig.act('volume', id, 'delete');
  });

  it('that is cut, or is not what its checksum says, leaves nothing', async () => {
    const cut: ImageContent = {
      ...uploaded(8 * MiB),
      read: async function* read() {
        yield randomBytes(MiB);
        throw new Error('The store broke');
      },
    };
    for (const image of [cut, { ...uploaded(8 * MiB), sha256: '0'.repeat(64) }]) {
      const asked = wish(image, { format: 'raw' });
      await expect(rig.make(asked)).rejects.toMatchObject({ code: 'internal' });
      expect(await hands.traces(asked.spec.name)).toEqual([]);
    }
  });

  it('of which a crash left who knows how much goes; one that was said to be whole stays', async () => {
    const image = uploaded(8 * MiB);
    for (const handle of ['whole', null]) {
      const request = rig.request(wish(image, { format: 'raw' }));
      await rig.creator.create(request, rig.control());
      const { state } = await rig.creator.resolve(request, handle, rig.control());
      const traces = await hands.traces(request.creation.spec.name);
      expect([state, traces.length]).toEqual(handle === null ? ['not-started', 0] : ['succeeded', 1]);
    }
  });
});

describe('a download', () => {
  it('that is given up ends, and holds the volume no longer', async () => {
    const id = await rig.make(wish(uploaded(64 * MiB), { format: 'raw' }));
    const giving = new AbortController();
    const { read } = await content(id);
    const reading = async () => {
      for await (const piece of read(giving.signal)) if (piece.length > 0) giving.abort();
    };
    await expect(reading()).rejects.toThrow();
    await rig.act('volume', id, 'delete');
    await expect(content(id)).rejects.toMatchObject({ code: 'resource.not-found' });
  });

  it('is refused while an instance writes to it, also one that begins meanwhile', async () => {
    const volume = await rig.make(wish(tiny, { format: 'qcow2' }));
    const root = { from: 'volume' as const, volume };
    const id = await rig.make(rig.instance(name(), tiny, { root, diskGiB: 0 }));
    const { read } = await content(volume);
    const reading = async () => {
      let started = false;
      for await (const piece of read(never)) {
        if (!started && piece.length > 0) await rig.act('instance', id, 'start');
        started = true;
      }
    };
    await expect(reading()).rejects.toMatchObject({ code: 'resource.state' });
    await expect(content(volume)).rejects.toMatchObject({
      code: 'resource.state',
      message: expect.stringContaining('writes to the volume now'),
    });
    await rig.act('instance', id, 'forceStop');
    await rig.act('instance', id, 'delete');
    await rig.act('volume', volume, 'delete');
  });

  it('is refused, with what helps, of a disk that stands on an image', async () => {
    const id = await rig.make(rig.instance(name(), tiny));
    const [root = ''] = rig.mirror.get('instance', id)?.volumes ?? [];
    await expect(content(root)).rejects.toMatchObject({ code: 'backend.refused' });
    const source = { from: 'volume' as const, volume: root };
    const spec = { name: name(), pool: null, capacityBytes: 1024 * MiB, format: 'qcow2' as const, source };
    const copy = await rig.make({ kind: 'volume', spec });
    expect((await downloaded(copy)).format).toBe('qcow2');
    await rig.act('volume', copy, 'delete');
    await rig.act('instance', id, 'delete', { withVolumes: true });
  });
});
