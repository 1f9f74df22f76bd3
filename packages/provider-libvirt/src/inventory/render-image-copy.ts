import type { ImageCopy } from '@orrery/contract/resources/storage.ts';
import { cachedSha256 } from '../create/made-names.ts';
import { type HostRecord, placeOf, type VolumeFacts } from '../host/facts.ts';
import { idOf, nativeOf } from '@orrery/provider-kit/ids.ts';

/** Volumes of a host by the path of what they stand on. */
export function clonesByPath(host: HostRecord): Map<string, VolumeFacts[]> {
  const found = new Map<string, VolumeFacts[]>();
  for (const pool of host.pools.values())
    for (const volume of pool.volumes.values()) {
      const { backing } = volume.definition;
      if (backing !== null) found.set(backing, [...(found.get(backing) ?? []), volume]);
    }
  return found;
}

interface Looked {
  host: HostRecord;
  volume: VolumeFacts;
  /** Instances of the host by the path of each of their disks. */
  users: Map<string, string[]>;
  /** Volumes of the host by the path that they stand on. */
  clones: Map<string, VolumeFacts[]>;
}

/** The latest of what is known: launches of this Orrery, and instances that are there. */
function lastUse(backend: string, { host, users }: Looked, paths: readonly (string | null)[]): string | null {
  const times = paths.flatMap(path => {
    if (path === null) return [];
    const instances = users.get(path) ?? [];
    const made = instances.map(id => host.domains.get(nativeOf(backend, id) ?? '')?.definition.mark.created);
    return [host.imageUses.get(path), ...made].filter(time => typeof time === 'string');
  });
  return times.toSorted().at(-1) ?? null;
}

/** What a volume is to an image of the catalogue; null for those that are no copy of one. */
export function renderImageCopy(backend: string, looked: Looked): ImageCopy | null {
  const { host, volume, clones } = looked;
  const { ref, definition } = volume;
  const sha256 = cachedSha256(ref.name);
  if (sha256 === null) return null;
  const { path } = definition;
  const standing = path === null ? [] : (clones.get(path) ?? []);
  const arrived = host.arriving.get(placeOf(ref));
  return {
    sha256,
    host: idOf(backend, host.name),
    receivedBytes: arrived ?? definition.physicalBytes,
    arriving: arrived !== undefined,
    clones: standing.length,
    lastUsedAt: lastUse(backend, looked, [path, ...standing.map(clone => clone.definition.path)]),
  };
}
