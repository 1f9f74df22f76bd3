import type { ConformanceFixture, CreationFixture } from '@orrery/provider-kit/conformance/fixture.ts';
import type { World } from '../world/world.ts';

const GiB = 1_073_741_824;

const image = {
  id: 'catalogue-image',
  name: 'small',
  format: 'qcow2' as const,
  sizeBytes: 8_000_000,
  virtualSizeBytes: GiB,
  sha256: 'a'.repeat(64),
  async *read() {
    yield new Uint8Array(8);
  },
};

/** What the conformance suite makes in a simulated data centre. */
export const simulatedCreation = (world: World): CreationFixture => ({
  images: [image],
  instance: async (name, id) => ({
    name,
    title: null,
    description: null,
    tags: [],
    flavor: 'flavor-1',
    vcpus: 2,
    memoryMiB: 512,
    diskGiB: 2,
    root: { from: 'image', image: image.id },
    volumes: [{ newGiB: 1 }],
    networks: [id(world.networks[0]?.native ?? '')],
    firstBoot: { hostname: name, sshKeys: [], userData: null },
    container: null,
    start: true,
  }),
  volume: async name => ({ name, pool: null, capacityBytes: GiB, format: null, source: null }),
  network: async name => ({
    name,
    type: 'nat',
    cidr: '10.250.0.0/16',
    dhcp: true,
    dhcpRange: null,
    bridge: null,
    vlan: null,
    autostart: true,
  }),
  host: async () => world.hosts.find(h => !h.maintenance)?.native ?? null,
  traces: async name =>
    [...world.instances.values(), ...world.volumes.values(), ...world.networks]
      .filter(thing => thing.name === name || thing.name.startsWith(`${name}-`))
      .map(({ native }) => native),
});

/** What can be attached to an instance where it stands. */
export const attachableIn = (world: World): NonNullable<ConformanceFixture['attachable']> => ({
  volume: async instance => {
    const { host } = world.instances.get(instance) ?? {};
    return nativeOf(
      [...world.volumes.values()].find(v => v.attachedTo === null && host && v.pool.hosts.includes(host)),
    );
  },
  network: async instance => {
    const { host, networks = [] } = world.instances.get(instance) ?? {};
    return nativeOf(host?.cluster.networks.find(n => !networks.includes(n)));
  },
});

export function nativeOf(thing: { native: string } | undefined): string {
  if (!thing) throw new Error('The simulated data centre has no such thing');
  return thing.native;
}
