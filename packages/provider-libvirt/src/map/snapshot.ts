import { attribute, escapeXml, integer, parseXml, text } from './xml.ts';

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
