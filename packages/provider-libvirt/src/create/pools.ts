import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import type { HostRecord, PoolFacts } from '../host/facts.ts';
import { nativeIds } from '../ids.ts';
import { hasFiles, isSharedPool } from '../map/storage.ts';

const poolRunning = 2;
const GiB = 1_073_741_824;
/** Where libvirt itself puts disks when nothing else is said. */
const usualPath = '/var/lib/libvirt/images';

const freeBytes = (pool: PoolFacts): number => pool.capacityBytes - pool.usedBytes;

const isUsual = ({ ref, definition }: PoolFacts): boolean =>
  ref.name === 'default' || definition.path === usualPath;

/** The one that hosts share, then the usual one, then the roomiest; names settle the rest, so that it is always the same. */
function preference(a: PoolFacts, b: PoolFacts): number {
  const rank = (pool: PoolFacts) => (isSharedPool(pool.definition.type) ? 0 : isUsual(pool) ? 1 : 2);
  const room = (pool: PoolFacts) => Math.floor(freeBytes(pool) / GiB);
  return rank(a) - rank(b) || room(b) - room(a) || (a.ref.name < b.ref.name ? -1 : 1);
}

/** Where a new disk goes when nobody says where: a pool of files, with room for the bytes that are written at once. */
export function choosePool(host: HostRecord, bytes: number): PoolFacts {
  const usable = [...host.pools.values()].filter(
    pool => pool.state === poolRunning && hasFiles(pool.definition.type),
  );
  const roomy = usable.filter(pool => freeBytes(pool) > bytes).toSorted(preference)[0];
  if (roomy) return roomy;
  throw usable.length === 0
    ? new ProviderError('backend.refused', 'Its host has no active storage pool for disk files', {
        advice: 'Start a pool of type dir, fs or netfs there',
      })
    : new ProviderError('backend.refused', 'No storage pool of its host has room for it', {
        advice: 'Make room, or choose another host',
      });
}

/** A pool of a host by its native id. */
export function poolById(host: HostRecord, native: string): PoolFacts | undefined {
  return [...host.pools.values()].find(pool => nativeIds.pool(host.name, pool.ref.name) === native);
}

export function checkUsable(pool: PoolFacts): PoolFacts {
  if (pool.state === poolRunning) return pool;
  throw new ProviderError('resource.state', 'The storage pool is not active', { advice: 'Start it first' });
}
