import type { InstanceCreation } from '@orrery/contract/creation/creation.ts';
import type { CreationFixture } from '@orrery/provider-kit/conformance/fixture.ts';
import { deaf, type EngineHands } from './engine-hands.ts';

/** Both engines have it from the beginning. */
export const labImage = 'lab/busybox:1';

export const containerSpec = (name: string, change: Partial<InstanceCreation> = {}): InstanceCreation => ({
  name,
  title: null,
  description: null,
  tags: [],
  flavor: 'conf-flavor',
  vcpus: 1,
  memoryMiB: 32,
  diskGiB: 0,
  root: { from: 'reference', reference: labImage },
  volumes: [],
  networks: [],
  firstBoot: null,
  container: { command: ['sh', '-c', deaf], environment: { CONF: '1' }, ports: [], restart: 'no' },
  start: true,
  ...change,
});

/** What creation is tried with on the second engine of the lab. */
export const dockerCreation = (hands: EngineHands): CreationFixture => ({
  images: [],
  instance: async name => containerSpec(name, { volumes: [{ newGiB: 1 }] }),
  volume: async () => {
    throw new Error('Engines make no volumes of a size');
  },
  network: async name => ({
    name,
    type: 'nat',
    cidr: '198.18.250.0/24',
    dhcp: true,
    dhcpRange: null,
    bridge: null,
    vlan: null,
    autostart: true,
  }),
  host: async () => 'dlab-b',
  traces: name => hands.traces(name),
});
