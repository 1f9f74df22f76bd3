import { ConnectionError } from '@orrery/libvirt/errors.ts';
import type { HostRecord, VolumeFacts } from '../host/facts.ts';
import type { HostLink } from '../host/host-link.ts';
import { clonesByPath } from '../inventory/render-image-copy.ts';
import { isOtherFile } from '../migration/disk-places.ts';

interface Copy {
  link: HostLink;
  record: HostRecord;
  volume: VolumeFacts;
}

/**
 * Volumes that stand on a copy of an image, by name. Copies have the same path on every host: those of another host
 * count unless the file there is seen to be another one.
 */
export async function clonesOfCopy(links: readonly HostLink[], { link, volume }: Copy): Promise<string[]> {
  const path = volume.definition.path ?? '';
  const found: string[] = [];
  for (const other of links) {
    const clones = (other.record && clonesByPath(other.record).get(path)) ?? [];
    if (clones.length === 0 || (other !== link && (await isElsewhere(link, other, path)))) continue;
    found.push(...clones.map(({ ref }) => ref.name));
  }
  return found;
}

async function isElsewhere(from: HostLink, to: HostLink, path: string): Promise<boolean> {
  // What a host that is out of reach has cannot be seen.
  if (to.record?.lost !== null) return false;
  return isOtherFile({ from, to }, path).catch((error: unknown) => {
    if (error instanceof ConnectionError) return false;
    throw error;
  });
}
