import { createHash } from 'node:crypto';
import type { Creation, InstanceCreation } from '@orrery/contract/creation/creation.ts';
import { systemClock } from '@orrery/provider-kit/clock.ts';
import { InventoryMirror } from '@orrery/provider-kit/conformance/mirror.ts';
import type { CreateControl, CreateRequest, Creator } from '@orrery/provider-kit/creator.ts';
import type { ImageContent } from '@orrery/provider-kit/image-content.ts';
import type { ProvidedKind } from '@orrery/provider-kit/provided-kinds.ts';
import { libvirtModule } from '@orrery/provider-libvirt/module.ts';
import { kvmLab } from '../../support/kvm-lab.ts';

/** A provider on the lab, and short ways to ask it for things. */
export class CreationRig {
  readonly mirror = new InventoryMirror(systemClock);
  readonly images = new Map<string, ImageContent>();
  readonly provider;

  private constructor(uris: string[]) {
    this.provider = libvirtModule.open(
      { backend: 'lab', backendName: 'KVM lab', clock: systemClock, random: Math.random, log: () => {} },
      { kind: 'libvirt', hosts: uris.map(uri => ({ uri })) },
    );
  }

  static async start(): Promise<CreationRig> {
    const hosts = await kvmLab.hosts();
    const rig = new CreationRig(hosts.map(h => h.uri));
    rig.provider.start(rig.mirror);
    await rig.mirror.waitFor('all hosts', () => rig.mirror.all('host').length >= hosts.length, 120_000);
    return rig;
  }

  get creator(): Creator {
    if (!this.provider.creator) throw new Error('It makes nothing');
    return this.provider.creator;
  }

  request(
    creation: Creation,
    host: string | null = 'lab:host1',
    operation: string = crypto.randomUUID(),
  ): CreateRequest {
    return { operation, project: 'p1', host, creation };
  }

  instance(name: string, image: ImageContent, change: Partial<InstanceCreation> = {}): Creation {
    this.images.set(image.id, image);
    return { kind: 'instance', spec: { ...instanceSpec(name, image.id), ...change } };
  }

  control(change: Partial<CreateControl> = {}): CreateControl {
    return {
      signal: new AbortController().signal,
      progress: () => {},
      bind: async () => {},
      identified: async () => {},
      image: async id => this.images.get(id) ?? null,
      ...change,
    };
  }

  async make(creation: Creation, host: string | null = 'lab:host1'): Promise<string> {
    return (await this.creator.create(this.request(creation, host), this.control())).id;
  }

  act(kind: ProvidedKind, id: string, action: string, args: Record<string, unknown> = {}): Promise<unknown> {
    const request = { operation: crypto.randomUUID(), kind, id, action, args, before: {} };
    return this.provider.act(request, this.control());
  }
}

/** Small, without a network, and not started: as quick as a creation can be. */
export const instanceSpec = (name: string, image: string): InstanceCreation => ({
  name,
  title: null,
  description: null,
  tags: [],
  flavor: null,
  vcpus: 1,
  memoryMiB: 96,
  diskGiB: 1,
  root: { from: 'image', image },
  volumes: [],
  networks: [],
  firstBoot: { hostname: name, sshKeys: [], userData: null },
  container: null,
  start: false,
});

/** The same guest in other bytes, as an image that no host has yet. What stands behind the end of a qcow2 does not matter. */
export async function freshCopy(image: ImageContent): Promise<ImageContent & { bytesRead: () => number }> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of image.read(0, new AbortController().signal)) chunks.push(chunk);
  const bytes = Buffer.concat([...chunks, Buffer.from(crypto.randomUUID())]);
  let read = 0;
  return {
    ...image,
    id: `orrery:image:${crypto.randomUUID()}`,
    sizeBytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    bytesRead: () => read,
    read: async function* readCounted(offset) {
      for (let at = offset; at < bytes.length; at += chunkBytes) {
        const chunk = bytes.subarray(at, at + chunkBytes);
        read += chunk.length;
        yield chunk;
      }
    },
  };
}

const chunkBytes = 262_144;
