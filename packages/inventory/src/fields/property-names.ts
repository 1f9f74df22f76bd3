import type { ResourceKind } from '@orrery/contract/resources/base.ts';
import type { FieldTable } from '../query/fields.ts';

/**
 * Properties of resources whose field goes by a shorter name: `sort=-cpuPercent` is what a script tries first, having
 * read `cpuPercent` in an answer. Case does not matter.
 */
export const propertyNames: Readonly<Partial<Record<ResourceKind, Readonly<Record<string, string>>>>> = {
  backend: {
    backendKind: 'type',
    latencyMs: 'latency',
    hostCount: 'hosts',
    instanceCount: 'instances',
  },
  cluster: {
    hostCount: 'hosts',
    instanceCount: 'instances',
    runningCount: 'running',
    memoryMiB: 'memory',
    memoryUsedMiB: 'memoryused',
    cpuPercent: 'cpu',
  },
  host: {
    clusterName: 'cluster',
    architecture: 'arch',
    cpuModel: 'model',
    memoryMiB: 'memory',
    memoryUsedMiB: 'memoryused',
    cpuPercent: 'cpu',
    instanceCount: 'instances',
    runningCount: 'running',
    vcpusPromised: 'promisedvcpus',
    memoryPromisedMiB: 'promisedmemory',
    latencyMs: 'latency',
  },
  instance: {
    instanceKind: 'kind',
    hostName: 'host',
    powerState: 'power',
    memoryMiB: 'memory',
    memoryUsedMiB: 'memoryused',
    cpuPercent: 'cpu',
    diskBytesPerSecond: 'disk',
    networkBytesPerSecond: 'traffic',
    addresses: 'address',
    volumes: 'volume',
    networks: 'network',
    tags: 'tag',
    architecture: 'arch',
    createdAt: 'created',
    startedAt: 'started',
  },
  image: {
    sizeBytes: 'size',
    virtualSizeBytes: 'virtualsize',
    architecture: 'arch',
    minDiskGiB: 'mindisk',
    minMemoryMiB: 'minmemory',
    createdAt: 'created',
  },
  volume: {
    poolName: 'pool',
    capacityBytes: 'size',
    usedBytes: 'used',
    backingVolume: 'backing',
    attachedTo: 'instance',
  },
  'storage-pool': {
    hosts: 'host',
    capacityBytes: 'size',
    usedBytes: 'used',
    promisedBytes: 'promised',
    volumeCount: 'volumes',
  },
  network: { hosts: 'host', cidrs: 'cidr', instanceCount: 'instances' },
  snapshot: { instanceName: 'instance', sizeBytes: 'size', createdAt: 'created' },
  flavor: { memoryMiB: 'memory', diskGiB: 'disk' },
  project: { members: 'member', instanceCount: 'instances', createdAt: 'created' },
  user: { identitySource: 'from', createdAt: 'created', lastLoginAt: 'login' },
  operation: { targetName: 'target', createdAt: 'created', startedAt: 'started', endedAt: 'ended' },
  migration: {
    instanceName: 'instance',
    fromHostName: 'from',
    toHostName: 'to',
    startedBy: 'by',
    startedAt: 'started',
    endedAt: 'ended',
  },
  recommendation: {
    madeBy: 'by',
    clusterName: 'cluster',
    instanceName: 'instance',
    fromHostName: 'from',
    toHostName: 'to',
    createdAt: 'created',
    expiresAt: 'expires',
  },
  event: { targetName: 'target' },
  alarm: { madeBy: 'by', targetName: 'target', raisedAt: 'raised', acknowledgedAt: 'acknowledged' },
};

/** The table, with its fields known by these properties as well. */
export function alsoCalled<R>(
  table: FieldTable<R>,
  names: Readonly<Record<string, string>> = {},
): FieldTable<R> {
  const more = Object.entries({ asOf: 'confirmed', ...names });
  const extended = Object.entries(table).map(([name, field]) => {
    const properties = more.filter(([, of]) => of === name).map(([property]) => property.toLowerCase());
    const aliases = [...(field.aliases ?? []), ...properties];
    return [name, aliases.length === 0 ? field : { ...field, aliases }] as const;
  });
  return Object.fromEntries(extended);
}
