import { readDisks, type DomainDisk } from './domain.ts';
import { all, attribute, escapeXml, first, integer, parseXml, text } from './xml.ts';

export interface SnapshotDefinition {
  name: string;
  description: string | null;
  parent: string | null;
  withMemory: boolean;
  /** State of the domain when it was taken: running, paused, shutoff, disk-snapshot. */
  state: string;
  createdAt: string | null;
}

export function readSnapshot(xml: string): SnapshotDefinition {
  const root = parseXml(xml);
  const seconds = integer(text(root, 'creationTime'));
  const memory = attribute(root, 'memory', 'snapshot');
  return {
    name: text(root, 'name') ?? '',
    description: text(root, 'description'),
    parent: text(root, 'parent/name'),
    withMemory: memory === 'internal' || memory === 'external',
    state: text(root, 'state') ?? 'shutoff',
    createdAt: seconds === null ? null : new Date(seconds * 1000).toISOString(),
  };
}

export function writeSnapshot(name: string, description: string | null): string {
  const words = description === null ? '' : `<description>${escapeXml(description)}</description>`;
  return `<domainsnapshot><name>${escapeXml(name)}</name>${words}</domainsnapshot>`;
}

/** The disk that an instance booted from when a snapshot of it was taken, and how that is kept. */
export interface SnapshotDisk {
  disk: DomainDisk;
  /** `internal`: inside of its file. `external`: the file itself, to which nothing was written since. */
  kept: 'internal' | 'external' | 'not';
}

export function readSnapshotDisk(xml: string): SnapshotDisk | null {
  const root = parseXml(xml);
  const disk = readDisks(first(root, 'domain')).find(({ kind }) => kind === 'disk');
  if (!disk) return null;
  const names = [disk.device, disk.source];
  const told = all(root, 'disks/disk').find(each => names.includes(attribute(each, '', 'name')));
  const how = attribute(told ?? null, '', 'snapshot');
  if (how === 'external') return { disk, kept: 'external' };
  return { disk, kept: how === 'internal' ? 'internal' : 'not' };
}
