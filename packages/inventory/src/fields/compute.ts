import { backendStatuses } from '@orrery/contract/resources/backend.ts';
import { hostStatuses } from '@orrery/contract/resources/host.ts';
import { instanceStatuses, powerStates } from '@orrery/contract/resources/instance.ts';
import type { ResourceTypes } from '@orrery/contract/resources/registry.ts';
import type { FieldTable } from '../query/fields.ts';
import {
  commonFields,
  counted,
  created,
  mebibytes,
  named,
  percentOf,
  placed,
  sized,
  topology,
} from './common.ts';

export const instanceFields: FieldTable<ResourceTypes['instance']> = {
  ...commonFields,
  status: { type: 'enum', label: 'Status', values: instanceStatuses, get: i => i.status },
  power: { type: 'enum', label: 'Power state', values: powerStates, get: i => i.powerState },
  kind: { type: 'enum', label: 'Kind', values: ['vm', 'container'], get: i => i.instanceKind },
  host: {
    type: 'string',
    label: 'Host',
    of: 'host',
    restricted: topology,
    group: true,
    get: i => i.hostName ?? i.host,
    ref: i => i.host,
  },
  cluster: {
    type: 'string',
    label: 'Cluster',
    of: 'cluster',
    restricted: topology,
    group: true,
    get: i => i.cluster,
  },
  ...placed<ResourceTypes['instance']>({ restricted: topology }),
  resourcepool: {
    ...named<ResourceTypes['instance']>('Resource pool', i => i.resourcePool ?? null),
    group: true,
    restricted: topology,
  },
  cpu: { type: 'percent', label: 'CPU in use', get: i => i.cpuPercent },
  vcpus: counted('vCPUs', i => i.vcpus),
  memory: { ...sized('Memory', i => mebibytes(i.memoryMiB)), aliases: ['mem', 'ram'] },
  memoryused: sized('Memory in use', i => mebibytes(i.memoryUsedMiB)),
  memorypercent: {
    type: 'percent',
    label: 'Share of memory in use',
    get: i => percentOf(i.memoryUsedMiB, i.memoryMiB),
  },
  disk: sized('Disk traffic a second', i => i.diskBytesPerSecond),
  traffic: sized('Network traffic a second', i => i.networkBytesPerSecond),
  address: {
    type: 'list',
    label: 'Address',
    aliases: ['ip'],
    text: true,
    get: i => i.addresses.map(({ address }) => address),
  },
  mac: { type: 'list', label: 'MAC address', get: i => i.interfaces.flatMap(({ mac }) => mac ?? []) },
  image: { type: 'string', label: 'Image', of: 'image', text: true, get: i => i.image },
  flavor: { type: 'string', label: 'Flavor', group: true, get: i => i.flavor },
  volume: { type: 'list', label: 'Volume', of: 'volume', get: i => i.volumes },
  network: { type: 'list', label: 'Network', of: 'network', get: i => [...i.networks, ...networkNames(i)] },
  tag: { type: 'list', label: 'Tag', text: true, get: i => i.tags },
  group: { type: 'string', label: 'Group', group: true, text: true, get: i => i.group ?? null },
  service: { ...named<ResourceTypes['instance']>('Service', i => i.service ?? null), group: true },
  agent: {
    type: 'enum',
    label: 'Guest agent',
    values: ['connected', 'disconnected', 'absent'],
    get: i => i.agent,
  },
  health: {
    type: 'enum',
    label: 'Health',
    values: ['healthy', 'unhealthy', 'starting', 'unknown'],
    get: i => i.health,
  },
  arch: named('Architecture', i => i.architecture),
  ...created<ResourceTypes['instance']>(),
  started: { type: 'time', label: 'Started', get: i => i.startedAt },
  uptime: { type: 'age', label: 'Up for', get: i => i.startedAt },
  transient: { type: 'flag', label: 'Gone when it stops', get: i => !i.persistent },
  autostart: { type: 'flag', label: 'Starts with its host', get: i => i.autostart },
  saved: { type: 'flag', label: 'Has saved memory', get: i => i.hasSavedState },
  attention: {
    type: 'flag',
    label: 'In error, crashed, unhealthy or stale',
    get: i => i.stale || i.status === 'error' || i.status === 'crashed' || i.health === 'unhealthy',
  },
};

function networkNames(instance: ResourceTypes['instance']): string[] {
  return instance.interfaces.flatMap(({ networkName }) => networkName ?? []);
}

/** Hosts, clusters and backends are shown only to those who may know of them: nothing in them is restricted further. */
export const hostFields: FieldTable<ResourceTypes['host']> = {
  ...commonFields,
  ...placed<ResourceTypes['host']>(),
  status: { type: 'enum', label: 'Status', values: hostStatuses, get: h => h.status },
  cluster: {
    ...named('Cluster', h => h.clusterName ?? h.cluster),
    ref: h => h.cluster,
    of: 'cluster',
    group: true,
  },
  address: { ...named('Address', h => h.address), text: true },
  hypervisor: named('Hypervisor', h => h.hypervisor),
  version: named('Version', h => h.version),
  arch: named('Architecture', h => h.architecture),
  model: { ...named('CPU model', h => h.cpuModel), text: true },
  threads: counted('Logical processors', h => h.threads),
  cpu: { type: 'percent', label: 'CPU in use', get: h => h.cpuPercent },
  // What percentages of hosts of unequal size add up to.
  threadsused: counted('Logical processors in use', h =>
    h.cpuPercent === null ? null : (h.cpuPercent / 100) * h.threads,
  ),
  memory: { ...sized('Memory', h => mebibytes(h.memoryMiB)), aliases: ['mem', 'ram'] },
  memoryused: sized('Memory in use', h => mebibytes(h.memoryUsedMiB)),
  memorypercent: {
    type: 'percent',
    label: 'Share of memory in use',
    get: h => percentOf(h.memoryUsedMiB, h.memoryMiB),
  },
  instances: counted('Instances', h => h.instanceCount),
  running: counted('Running instances', h => h.runningCount),
  promisedvcpus: counted('vCPUs promised', h => h.vcpusPromised),
  promisedmemory: sized('Memory promised', h => mebibytes(h.memoryPromisedMiB)),
  latency: { type: 'duration', label: 'Round trip', get: h => h.latencyMs },
  attention: {
    type: 'flag',
    label: 'Not up, or stale',
    get: h => h.stale || !['up', 'maintenance'].includes(h.status),
  },
};

export const clusterFields: FieldTable<ResourceTypes['cluster']> = {
  ...commonFields,
  ...placed<ResourceTypes['cluster']>(),
  status: {
    type: 'enum',
    label: 'Status',
    values: ['up', 'degraded', 'down', 'unknown'],
    get: c => c.status,
  },
  hosts: counted('Hosts', c => c.hostCount),
  instances: counted('Instances', c => c.instanceCount),
  running: counted('Running instances', c => c.runningCount),
  threads: counted('Logical processors', c => c.threads),
  cpu: { type: 'percent', label: 'CPU in use', get: c => c.cpuPercent },
  memory: { ...sized('Memory', c => mebibytes(c.memoryMiB)), aliases: ['mem', 'ram'] },
  memoryused: sized('Memory in use', c => mebibytes(c.memoryUsedMiB)),
  attention: { type: 'flag', label: 'Not up, or stale', get: c => c.stale || c.status !== 'up' },
};

export const backendFields: FieldTable<ResourceTypes['backend']> = {
  ...commonFields,
  status: { type: 'enum', label: 'Status', values: backendStatuses, get: b => b.status },
  type: { type: 'string', label: 'Kind of backend', group: true, get: b => b.backendKind },
  address: { ...named('Address', b => b.address), text: true },
  version: named('Version', b => b.version),
  latency: { type: 'duration', label: 'Round trip', get: b => b.latencyMs },
  hosts: counted('Hosts', b => b.hostCount),
  instances: counted('Instances', b => b.instanceCount),
  demo: { type: 'flag', label: 'Simulated', get: b => b.demo },
  attention: { type: 'flag', label: 'Not up, or stale', get: b => b.stale || b.status !== 'up' },
};
