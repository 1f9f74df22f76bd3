import type { Instance } from '@orrery/contract/resources/instance.ts';
import { diskBytesAt, networkBytesAt } from '../load/instance-load.ts';
import type { SimInstance, SimNetwork } from '../world/model.ts';
import { prefixOf } from './addresses.ts';
import { isoOrNull, type MapContext } from './context.ts';
import { idOf } from '@orrery/provider-kit/ids.ts';

type ReportedInstance = Omit<Instance, 'actions' | 'stale'>;

const octet = (n: number): string => (n & 255).toString(16).padStart(2, '0');

/** QEMU's vendor prefix, then the network and the instance. */
const macOf = (instance: SimInstance, network: SimNetwork): string =>
  `52:54:${octet(network.index)}:${octet(instance.index >> 16)}:${octet(instance.index >> 8)}:${octet(instance.index)}`;

/** An address in the network's /16. */
const addressOf = (instance: SimInstance, network: SimNetwork): string =>
  `${prefixOf(network)}.${(instance.index >> 8) & 255}.${instance.index & 255}`;

function agentOf(instance: SimInstance, now: number): Instance['agent'] {
  if (instance.instanceKind === 'container') return 'absent';
  return instance.powerState === 'running' && instance.agentFrom <= now ? 'connected' : 'disconnected';
}

function addressesOf(instance: SimInstance, now: number): Instance['addresses'] {
  if (instance.powerState !== 'running' || instance.agentFrom > now) return [];
  const from = instance.instanceKind === 'container' ? 'backend' : 'agent';
  return instance.networks.map(n => ({
    address: addressOf(instance, n),
    version: 4,
    mac: macOf(instance, n),
    from,
  }));
}

function disksOf(instance: SimInstance, context: MapContext): Instance['disks'] {
  return instance.volumes.map((volume, n) => ({
    device: `vd${String.fromCharCode(97 + n)}`,
    kind: 'disk',
    bus: 'virtio',
    volume: idOf(context.backend, volume.native),
    source: `${volume.pool.name}/${volume.name}`,
    format: volume.pool.type === 'rbd' ? 'raw' : 'qcow2',
    capacityBytes: volume.capacityBytes,
    readOnly: false,
  }));
}

export function toInstance(instance: SimInstance, context: MapContext): ReportedInstance {
  const { backend, now } = context;
  const container = instance.instanceKind === 'container';
  const running = instance.powerState === 'running';
  return {
    id: idOf(backend, instance.native),
    kind: 'instance',
    backend,
    name: instance.name,
    project: instance.project,
    asOf: context.asOf,
    source: context.source,
    status: instance.task ?? instance.powerState,
    instanceKind: instance.instanceKind,
    host: idOf(backend, instance.host.native),
    hostName: instance.host.name,
    cluster: idOf(backend, instance.host.cluster.native),
    powerState: instance.powerState,
    vcpus: instance.vcpus,
    memoryMiB: instance.memoryMiB,
    addresses: addressesOf(instance, now),
    image: instance.image ? (instance.image.catalogue ?? idOf(backend, instance.image.native)) : null,
    flavor: instance.flavor,
    volumes: instance.volumes.map(v => idOf(backend, v.native)),
    networks: instance.networks.map(n => idOf(backend, n.native)),
    cpuPercent: running ? instance.cpuPercent : null,
    memoryUsedMiB: running || instance.powerState === 'paused' ? instance.memoryUsedMiB : null,
    diskBytesPerSecond: running ? diskBytesAt(instance, now) : null,
    networkBytesPerSecond: running ? networkBytesAt(instance, now) : null,
    securityGroups: [...instance.securityGroups],
    tags: [...instance.tags],
    title: instance.title,
    description: instance.description,
    persistent: true,
    autostart: instance.autostart,
    hasSavedState: instance.hasSavedState,
    agent: agentOf(instance, now),
    health: container && running ? 'healthy' : null,
    architecture: 'x86_64',
    machineType: container ? null : 'pc-q35-10.1',
    firmware: container ? null : 'uefi',
    disks: disksOf(instance, context),
    interfaces: instance.networks.map(n => ({
      mac: macOf(instance, n),
      model: container ? 'veth' : 'virtio',
      network: idOf(backend, n.native),
      networkName: n.name,
      linkUp: running,
    })),
    consoles: container ? ['exec'] : ['vnc', 'serial'],
    createdAt: isoOrNull(instance.createdAt),
    startedAt: isoOrNull(instance.startedAt),
  };
}
