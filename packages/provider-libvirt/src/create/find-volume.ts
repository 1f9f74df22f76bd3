import { isLibvirtError } from '@orrery/libvirt/errors.ts';
import * as storage from '@orrery/libvirt/procedures/storage.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import { type Work, working } from '../actions/job.ts';
import { type HostRecord, type PoolFacts, pickVolume, type VolumeFacts } from '../host/facts.ts';
import { nativeOf } from '@orrery/provider-kit/ids.ts';
import { diskPath } from '../inventory/render.ts';
import { isSharedPool } from '../map/storage.ts';

export interface FoundVolume {
  host: HostRecord;
  pool: PoolFacts;
  volume: VolumeFacts;
}

/** A volume by its full id, on whichever host it is known. */
export function findVolume(
  { backend, inventory }: Pick<Work, 'backend' | 'inventory'>,
  id: string,
): FoundVolume {
  const native = nativeOf(backend, id);
  for (const host of inventory.hosts.values()) {
    const volume = native === null ? undefined : pickVolume(host, native);
    const pool = volume && host.pools.get(volume.ref.pool);
    if (volume && pool) return { host, pool, volume };
  }
  throw new ProviderError('resource.not-found', `There is no volume ${id}`);
}

/** The same volume as the host at work sees it: one of its own, or of a pool that hosts share. */
export async function volumeHere(work: Work, id: string): Promise<VolumeFacts> {
  const found = findVolume(work, id);
  const here = work.link.live.reader.record;
  if (found.host === here) return found.volume;
  const shared = here.pools.get(found.pool.ref.name);
  if (
    shared &&
    isSharedPool(shared.definition.type) &&
    shared.definition.source === found.pool.definition.source
  ) {
    const args = { pool: shared.ref, name: found.volume.ref.name };
    const ref = await work.connection
      .call(storage.volumeLookupByName, args, working(work))
      .catch((error: unknown) => {
        if (isLibvirtError(error, 'NO_STORAGE_VOL')) return null;
        throw error;
      });
    const volume = ref && (await work.link.live.reader.volume(ref, 'event'));
    if (volume) return volume;
  }
  throw new ProviderError('resource.state', 'The volume lies on another host than the instance', {
    advice: 'Choose a volume on the same host, or one in a pool that the hosts share',
  });
}

/** Disks of other instances, and volumes based on it, on any host: pools may be shared. */
export function usersOf(
  { inventory }: Pick<Work, 'inventory'>,
  path: string,
): { instances: string[]; clones: string[] } {
  const instances = new Set<string>();
  const clones = new Set<string>();
  for (const host of inventory.hosts.values()) {
    for (const { ref, definition } of host.domains.values())
      if (definition.disks.some(disk => diskPath(host, disk) === path)) instances.add(ref.name);
    for (const pool of host.pools.values())
      for (const v of pool.volumes.values()) if (v.definition.backing === path) clones.add(v.ref.name);
  }
  return { instances: [...instances], clones: [...clones] };
}

/** Two instances that write to one disk destroy it; so does an instance that writes to what others are based on. */
export function checkFree(work: Pick<Work, 'inventory'>, { ref, definition }: VolumeFacts): void {
  const { instances, clones } = usersOf(work, definition.path ?? '');
  if (instances.length > 0)
    throw new ProviderError('resource.state', `Volume ${ref.name} is used by ${instances.join(', ')}`, {
      advice: 'Detach it there first',
    });
  if (clones.length > 0)
    throw new ProviderError(
      'resource.state',
      `Volume ${ref.name} is the base of ${clones.length} others, which would be destroyed: ${clones.slice(0, 5).join(', ')}`,
      { advice: 'Make a copy of it and use that' },
    );
}
