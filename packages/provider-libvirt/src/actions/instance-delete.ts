import { isLibvirtError } from '@orrery/libvirt/errors.ts';
import * as domain from '@orrery/libvirt/procedures/domain.ts';
import { undefineFlags } from '@orrery/libvirt/procedures/flags.ts';
import type { StorageVolumeRef } from '@orrery/libvirt/procedures/refs.ts';
import * as storage from '@orrery/libvirt/procedures/storage.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import { isSeedOf } from '../create/made-names.ts';
import { type HostRecord, volumeByPath } from '../host/facts.ts';
import type { ClusterInventory } from '../inventory/inventory.ts';
import { diskPath } from '../inventory/render.ts';
import { type InstanceAction, type InstanceJob, type Work, working } from './job.ts';
import { removeFilter } from './packet-filter.ts';

/** Who else needs a path: another instance's disk, or a volume that is based on it. On any host: the pool may be shared. */
export function neededBy(
  { inventory, uuid }: { inventory: ClusterInventory; uuid: string },
  path: string,
): 'another instance' | 'a volume based on it' | null {
  for (const host of inventory.hosts.values()) {
    for (const { ref, definition } of host.domains.values()) {
      if (ref.uuid !== uuid && definition.disks.some(d => diskPath(host, d) === path))
        return 'another instance';
    }
    for (const pool of host.pools.values()) {
      for (const v of pool.volumes.values()) if (v.definition.backing === path) return 'a volume based on it';
    }
  }
  return null;
}

/** Its own writable disks, and why the others stay. */
function ownPaths(job: InstanceJob, record: HostRecord): { paths: string[]; kept: string[] } {
  const paths: string[] = [];
  const kept: string[] = [];
  for (const disk of job.facts.definition.disks) {
    const path = diskPath(record, disk);
    if (path === null || disk.readOnly || (disk.kind !== 'disk' && disk.kind !== 'lun')) continue;
    const user = neededBy({ inventory: job.inventory, uuid: job.ref.uuid }, path);
    if (user === null) paths.push(path);
    else kept.push(`Disk ${disk.device} is kept: ${user} needs it`);
  }
  return { paths, kept };
}

function seedPaths({ facts, ref }: InstanceJob, record: HostRecord): string[] {
  return facts.definition.disks.flatMap(disk => {
    const path = diskPath(record, disk);
    const volume = path === null ? undefined : volumeByPath(record, path);
    return path !== null && volume && isSeedOf(volume.ref.name, ref.uuid) ? [path] : [];
  });
}

/** The other hosts of a shared directory keep their own list of it until they are told to look. */
export async function tellOthers(job: Work, path: string): Promise<void> {
  for (const link of job.others()) {
    const pools = [...(link.record?.pools.values() ?? [])];
    const pool = pools.find(p => [...p.volumes.values()].some(v => v.definition.path === path));
    if (!pool) continue;
    // Only their picture of it: the next sweep would find it too.
    await link
      .work()
      .then(connection => connection.call(storage.poolRefresh, { pool: pool.ref, flags: 0 }, working(job)))
      .catch(() => undefined);
  }
}

export async function deleteVolume(job: Work, volume: StorageVolumeRef, path: string | null): Promise<void> {
  await job.connection.call(storage.volumeDelete, { volume, flags: 0 }, working(job));
  // Out of reach by now: it is listed anew when it is back.
  if (job.link.record?.lost === null) await job.link.live.reader.volumeGone(volume);
  if (path !== null) await tellOthers(job, path);
}

/** Answers why it was kept, or null. */
async function deletePath(job: InstanceJob, path: string): Promise<string | null> {
  const volume = await job.connection
    .call(storage.volumeLookupByPath, { path }, working(job))
    .catch((error: unknown) => {
      if (isLibvirtError(error, 'NO_STORAGE_VOL')) return null;
      throw error;
    });
  if (volume === null) return 'A disk is kept: it is in no storage pool';
  await deleteVolume(job, volume, path);
  return null;
}

const all =
  undefineFlags.managedSave |
  undefineFlags.snapshotsMetadata |
  undefineFlags.nvram |
  undefineFlags.checkpointsMetadata;

async function remove(
  job: InstanceJob,
  { withVolumes }: Record<string, unknown>,
): Promise<string | undefined> {
  const record = job.link.live.reader.record;
  const { paths, kept } = withVolumes === true ? ownPaths(job, record) : { paths: [], kept: [] };
  // Of no use to anybody else, and made by Orrery.
  paths.push(...seedPaths(job, record));
  await job.connection.call(domain.undefine, { domain: job.ref, flags: all }, working(job));
  if (job.facts.definition.mark.groups.length > 0) await removeFilter(job, job.ref.uuid);
  for (const path of paths) {
    job.control.progress({ phase: 'deleting volumes' });
    const why = await deletePath(job, path).catch((error: unknown) => {
      throw new ProviderError(
        'backend.refused',
        `The instance is gone, but one of its volumes is not: ${String(error)}`,
        {
          cause: error,
          advice: 'Delete the volume by itself',
        },
      );
    });
    if (why !== null) kept.push(why);
  }
  return kept.length === 0 ? undefined : kept.join('; ');
}

export const deleteAction: InstanceAction = {
  phase: 'undefining',
  causes: ['instance.deleted'],
  run: remove,
  // Looked at: so it is still there.
  reached: () => false,
};
