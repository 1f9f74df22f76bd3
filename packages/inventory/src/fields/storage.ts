import type { ResourceTypes } from '@orrery/contract/resources/registry.ts';
import type { FieldTable } from '../query/fields.ts';
import {
  commonFields,
  counted,
  created,
  gibibytes,
  mebibytes,
  named,
  percentOf,
  placed,
  sized,
  topology,
} from './common.ts';

export const volumeFields: FieldTable<ResourceTypes['volume']> = {
  ...commonFields,
  status: {
    type: 'enum',
    label: 'Status',
    values: ['available', 'in-use', 'creating', 'deleting', 'error', 'unknown'],
    get: v => v.status,
  },
  pool: {
    ...named('Storage pool', v => v.poolName ?? v.pool),
    ref: v => v.pool,
    of: 'storage-pool',
    group: true,
    restricted: topology,
  },
  path: { ...named('Path', v => v.path), restricted: topology, text: true },
  backing: { ...named('Cloned from', v => v.backingVolume), restricted: topology },
  copyof: { ...named('Copy of image', v => v.copyOf?.sha256 ?? null), restricted: topology },
  format: { ...named('Format', v => v.format), group: true },
  size: { ...sized('Size', v => v.capacityBytes), aliases: ['capacity'] },
  used: sized('Allocated', v => v.usedBytes),
  instance: { type: 'list', label: 'Attached to', of: 'instance', get: v => v.attachedTo },
  attached: { type: 'flag', label: 'Attached', get: v => v.attachedTo.length > 0 },
  attention: { type: 'flag', label: 'In error, or stale', get: v => v.stale || v.status === 'error' },
};

export const storagePoolFields: FieldTable<ResourceTypes['storage-pool']> = {
  ...commonFields,
  ...placed<ResourceTypes['storage-pool']>(),
  poolgroup: { ...named('Pool group', p => p.poolGroup?.name ?? null), group: true },
  status: {
    type: 'enum',
    label: 'Status',
    values: ['active', 'inactive', 'building', 'degraded', 'unreachable', 'unknown'],
    get: p => p.status,
  },
  type: { ...named('Type', p => p.type), group: true },
  host: { type: 'list', label: 'Host', of: 'host', restricted: topology, get: p => p.hosts },
  path: { ...named('Path', p => p.path), text: true },
  size: { ...sized('Size', p => p.capacityBytes), aliases: ['capacity'] },
  used: sized('Used', p => p.usedBytes),
  usedpercent: { type: 'percent', label: 'Share used', get: p => percentOf(p.usedBytes, p.capacityBytes) },
  promised: sized('Promised', p => p.promisedBytes),
  volumes: counted('Volumes', p => p.volumeCount),
  shared: { type: 'flag', label: 'Shared between hosts', get: p => p.shared },
  attention: { type: 'flag', label: 'Not active, or stale', get: p => p.stale || p.status !== 'active' },
};

export const imageFields: FieldTable<ResourceTypes['image']> = {
  ...commonFields,
  status: {
    type: 'enum',
    label: 'Status',
    values: [
      'available',
      'uploading',
      'importing',
      'checking',
      'converting',
      'deprecated',
      'error',
      'unknown',
    ],
    get: i => i.status,
  },
  format: { ...named('Format', i => i.format), group: true },
  os: { ...named('Operating system', i => i.os), text: true, group: true },
  arch: named('Architecture', i => i.architecture),
  size: sized('Size', i => i.sizeBytes),
  virtualsize: sized('Virtual size', i => i.virtualSizeBytes),
  mindisk: sized('Least disk', i => gibibytes(i.minDiskGiB)),
  minmemory: sized('Least memory', i => mebibytes(i.minMemoryMiB)),
  visibility: {
    type: 'enum',
    label: 'Visibility',
    values: ['public', 'shared', 'private'],
    get: i => i.visibility,
  },
  protected: { type: 'flag', label: 'Protected', get: i => i.protected },
  ...created<ResourceTypes['image']>(),
};

export const snapshotFields: FieldTable<ResourceTypes['snapshot']> = {
  ...commonFields,
  status: {
    type: 'enum',
    label: 'Status',
    values: ['available', 'creating', 'deleting', 'error', 'unknown'],
    get: s => s.status,
  },
  instance: { ...named('Instance', s => s.instanceName), ref: s => s.instance, of: 'instance', text: true },
  size: sized('Size', s => s.sizeBytes),
  current: { type: 'flag', label: 'Current', get: s => s.current },
  memory: { type: 'flag', label: 'With memory', get: s => s.withMemory },
  ...created<ResourceTypes['snapshot']>(),
};

export const networkFields: FieldTable<ResourceTypes['network']> = {
  ...commonFields,
  ...placed<ResourceTypes['network']>({ restricted: topology }),
  status: {
    type: 'enum',
    label: 'Status',
    values: ['active', 'inactive', 'error', 'unknown'],
    get: n => n.status,
  },
  type: {
    type: 'enum',
    label: 'Type',
    values: ['nat', 'isolated', 'routed', 'bridged', 'overlay', 'host', 'other'],
    get: n => n.type,
  },
  host: { type: 'list', label: 'Host', of: 'host', restricted: topology, get: n => n.hosts },
  bridge: { ...named('Bridge', n => n.bridge), restricted: topology },
  vlan: counted('VLAN', n => n.vlan),
  cidr: { type: 'list', label: 'Address range', text: true, get: n => n.cidrs },
  instances: { ...counted('Instances', n => n.instanceCount), restricted: topology },
  dhcp: { type: 'flag', label: 'Gives addresses', get: n => n.dhcp },
};
