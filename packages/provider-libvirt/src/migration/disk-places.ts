import { dirname } from 'node:path';
import { isLibvirtError } from '@orrery/libvirt/errors.ts';
import type { StorageVolumeRef } from '@orrery/libvirt/procedures/refs.ts';
import * as storage from '@orrery/libvirt/procedures/storage.ts';
import type { PoolFacts } from '../host/facts.ts';
import type { HostLink } from '../host/host-link.ts';
import { diskPath } from '../inventory/render.ts';
import type { DomainDefinition, DomainDisk } from '../map/domain.ts';
import { isSharedPool, readVolume, type VolumeDefinition } from '../map/storage.ts';
import { first, parseXml, text } from '../map/xml.ts';

export interface SeenFile {
  ref: StorageVolumeRef;
  definition: VolumeDefinition;
  /** When it was last changed, to the nanosecond as its file system keeps it; null where that is not told. */
  changedAt: string | null;
}

/** A disk of an instance, at its host and at the one it may move to. */
export interface DiskPlace {
  disk: DomainDisk;
  path: string;
  /** Null: in no pool of its host. */
  here: SeenFile | null;
  there: SeenFile | null;
  /** `same`: it was seen to be one and the same. `unknown`: in no pool, so it cannot be compared. */
  relation: 'same' | 'other' | 'absent' | 'unknown';
  /** Of the destination, that has the same folder. */
  pool: PoolFacts | null;
}

export interface Ways {
  from: HostLink;
  to: HostLink;
}

const lookDeadlineMs = 15_000;
/** A guest that writes changes the file between two looks. */
const maxTries = 6;

async function seeFile(link: HostLink, path: string): Promise<SeenFile | null> {
  const options = { deadlineMs: lookDeadlineMs };
  const { connection } = link.live;
  try {
    const ref = await connection.call(storage.volumeLookupByPath, { path }, options);
    const xml = await connection.call(storage.volumeGetXml, { volume: ref, flags: 0 }, options);
    const times = first(parseXml(xml), 'target/timestamps');
    const changed = times === null ? null : text(times, 'ctime');
    return { ref, definition: readVolume(xml), changedAt: changed };
  } catch (error) {
    if (isLibvirtError(error)) return null;
    throw error;
  }
}

/** Made meanwhile by another host, it is not in the list of a pool until that is read anew. */
async function seeFileAnew(link: HostLink, path: string, pool: PoolFacts | null): Promise<SeenFile | null> {
  const seen = await seeFile(link, path);
  if (seen !== null || pool === null) return seen;
  const refreshing = link.live.connection.call(
    storage.poolRefresh,
    { pool: pool.ref, flags: 0 },
    { deadlineMs: lookDeadlineMs },
  );
  await refreshing.catch((error: unknown) => {
    if (!isLibvirtError(error)) throw error;
  });
  return seeFile(link, path);
}

const poolOfFolder = (link: HostLink, path: string): PoolFacts | null =>
  [...(link.record?.pools.values() ?? [])].find(pool => pool.definition.path === dirname(path)) ?? null;

/** Kinds of pool that say themselves where their content lies. */
function isSamePool(a: PoolFacts | undefined, b: PoolFacts | null): boolean {
  if (a === undefined || b === null) return false;
  const { type, source } = a.definition;
  return (
    isSharedPool(type) && source !== null && type === b.definition.type && source === b.definition.source
  );
}

/**
 * Two files of one path on two hosts are the same one when both hosts see the same last change, to the nanosecond, also
 * while the guest writes: what the destination saw lies between two looks at the source that agree. Null: not to be told.
 */
async function compare(
  { from, to }: Ways,
  path: string,
): Promise<{ here: SeenFile; there: SeenFile } | null> {
  for (let tries = 0; tries < maxTries; tries++) {
    const here = await seeFile(from, path);
    const there = await seeFile(to, path);
    const after = await seeFile(from, path);
    if (here?.changedAt && there?.changedAt && here.changedAt === after?.changedAt) return { here, there };
  }
  return null;
}

async function isSameFile(ways: Ways, path: string): Promise<boolean> {
  const seen = await compare(ways, path);
  return seen !== null && seen.here.changedAt === seen.there.changedAt;
}

/** Both hosts have a file of that path, and they are seen not to be one and the same. Where that cannot be told: false. */
export async function isOtherFile(ways: Ways, path: string): Promise<boolean> {
  const seen = await compare(ways, path);
  if (seen === null || seen.here.changedAt === seen.there.changedAt) return false;
  const { here, there } = seen;
  return !isSamePool(
    ways.from.record?.pools.get(here.ref.pool),
    ways.to.record?.pools.get(there.ref.pool) ?? null,
  );
}

async function placeDisk(ways: Ways, disk: DomainDisk, path: string): Promise<DiskPlace> {
  const pool = poolOfFolder(ways.to, path);
  const here = await seeFile(ways.from, path);
  const there = await seeFileAnew(ways.to, path, pool);
  const place = { disk, path, here, there, pool };
  if (isNetworkSource(path)) return { ...place, relation: 'same' };
  if (here === null) return { ...place, relation: 'unknown' };
  const ownPool = ways.from.record?.pools.get(here.ref.pool);
  if (isSamePool(ownPool, pool)) return { ...place, relation: 'same' };
  if (there === null) return { ...place, relation: 'absent' };
  return { ...place, relation: (await isSameFile(ways, path)) ? 'same' : 'other' };
}

/** Ceph and its like: a name, and not a path of the host. */
const isNetworkSource = (path: string): boolean => !path.startsWith('/');

/** All disks with something in them. */
export async function placeDisks(ways: Ways, definition: DomainDefinition): Promise<DiskPlace[]> {
  const record = ways.from.live.reader.record;
  const places: DiskPlace[] = [];
  for (const disk of definition.disks) {
    const path = diskPath(record, disk);
    if (path !== null && path !== '') places.push(await placeDisk(ways, disk, path));
  }
  return places;
}

export const isWritable = ({ disk }: DiskPlace): boolean => !disk.readOnly && disk.kind === 'disk';

/** A file that a disk is based on, as the destination has it: the same size at the same path is taken for the same. */
export async function hasBacking(ways: Ways, backing: string): Promise<boolean> {
  const [here, there] = await Promise.all([
    seeFile(ways.from, backing),
    seeFileAnew(ways.to, backing, poolOfFolder(ways.to, backing)),
  ]);
  if (here === null || there === null) return false;
  return (
    here.definition.capacityBytes === there.definition.capacityBytes &&
    here.definition.physicalBytes === there.definition.physicalBytes
  );
}
