import { all, attribute, escapeXml, first, parseXml, sizeBytes, text } from './xml.ts';

export interface PoolDefinition {
  type: string;
  path: string | null;
  /** What it is read from when that is elsewhere: the same on each host that uses it. */
  source: string | null;
}

/** Types whose volumes are files, so that they can be qcow2 and have a backing file. */
const fileTypes = new Set(['dir', 'fs', 'netfs', 'gluster', 'vstorage']);
export const hasFiles = (type: string): boolean => fileTypes.has(type);

/** Types whose contents several hosts see (storagepool.rng). */
const sharedTypes = new Set([
  'netfs',
  'iscsi',
  'iscsi-direct',
  'scsi',
  'rbd',
  'sheepdog',
  'gluster',
  'vstorage',
  'mpath',
]);
export const isSharedPool = (type: string): boolean => sharedTypes.has(type);

export function readPool(xml: string): PoolDefinition {
  const pool = parseXml(xml);
  const hosts = all(pool, 'source/host').map(h => attribute(h, '', 'name') ?? '');
  const where =
    attribute(pool, 'source/dir', 'path') ??
    attribute(pool, 'source/device', 'path') ??
    text(pool, 'source/name');
  return {
    type: attribute(pool, '', 'type') ?? 'unknown',
    path: text(pool, 'target/path'),
    source: hosts.length === 0 && where === null ? null : `${hosts.join(',')}:${where ?? ''}`,
  };
}

export interface VolumeDefinition {
  path: string | null;
  format: string | null;
  capacityBytes: number | null;
  usedBytes: number | null;
  /** Length of the file itself; null of what is no file. */
  physicalBytes: number | null;
  backing: string | null;
}

export function readVolume(xml: string): VolumeDefinition {
  const volume = parseXml(xml);
  const backing = first(volume, 'backingStore');
  return {
    path: text(volume, 'target/path'),
    format: attribute(volume, 'target/format', 'type'),
    capacityBytes: sizeBytes(volume, 'capacity', 'bytes'),
    usedBytes: sizeBytes(volume, 'allocation', 'bytes'),
    physicalBytes: sizeBytes(volume, 'physical', 'bytes'),
    backing: backing === null ? null : text(backing, 'path'),
  };
}

export interface NewVolume {
  name: string;
  capacityBytes: number;
  format: string;
  backing?: { path: string; format: string };
}

export function writeVolume({ name, capacityBytes, format, backing }: NewVolume): string {
  const store =
    backing === undefined
      ? ''
      : `<backingStore><path>${escapeXml(backing.path)}</path><format type='${escapeXml(backing.format)}'/></backingStore>`;
  // Space is taken as it is written.
  return `<volume><name>${escapeXml(name)}</name><capacity unit='bytes'>${capacityBytes}</capacity><allocation unit='bytes'>0</allocation><target><format type='${escapeXml(format)}'/></target>${store}</volume>`;
}
