import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CreationFixture } from '@orrery/provider-kit/conformance/fixture.ts';
import type { ImageContent } from '@orrery/provider-kit/image-content.ts';
import { nativeIds } from '@orrery/provider-libvirt/ids.ts';
import type { LabHands } from './lab-hands.ts';

const MiB = 1_048_576;
/** With less its kernel panics for want of memory. */
const guestMemoryMiB = 96;
const chunkBytes = MiB;

/** The lab's guest, as Orrery's catalogue would hold it. */
export async function labImage(): Promise<ImageContent> {
  const dir = process.env.KVM_LAB_DIR ?? '/var/lib/kvm-lab';
  const bytes = await readFile(join(dir, 'shared', 'images', 'tinylinux.qcow2'));
  return {
    id: 'orrery:image:tinylinux',
    name: 'tinylinux',
    format: 'qcow2',
    sizeBytes: bytes.length,
    virtualSizeBytes: Number(bytes.readBigUInt64BE(24)),
    sha256: createHash('sha256').update(bytes).digest('hex'),
    read: async function* read(offset) {
      for (let at = offset; at < bytes.length; at += chunkBytes) yield bytes.subarray(at, at + chunkBytes);
    },
  };
}

/** What creation is tried with on the first host of the lab. */
export async function kvmCreation(hands: LabHands): Promise<CreationFixture> {
  const image = await labImage();
  let networks = 0;
  return {
    images: [image],
    instance: async (name, id) => ({
      name,
      title: null,
      description: null,
      tags: [],
      flavor: 'orrery:flavor:tiny',
      vcpus: 1,
      memoryMiB: guestMemoryMiB,
      diskGiB: 1,
      root: { from: 'image', image: image.id },
      volumes: [{ newGiB: 1 }],
      networks: [id(nativeIds.network('default'))],
      firstBoot: { hostname: name, sshKeys: [], userData: null },
      container: null,
      start: true,
    }),
    volume: async (name, id) => ({
      name,
      pool: id(nativeIds.pool('host1', 'local')),
      capacityBytes: 64 * MiB,
      format: null,
      source: null,
    }),
    network: async name => ({
      name,
      type: 'isolated',
      // Each its own: one that a test that failed has left would overlap with that of its repetition.
      cidr: `10.211.${networks++}.0/24`,
      dhcp: true,
      dhcpRange: null,
      bridge: null,
      vlan: null,
      autostart: false,
    }),
    host: async () => 'host1',
    traces: name => hands.traces(name),
  };
}
