import type { Host } from '@orrery/contract/resources/host.ts';
import type { Instance } from '@orrery/contract/resources/instance.ts';
import type { StoragePool } from '@orrery/contract/resources/storage.ts';

/** Disks are thin: twice what is free may be promised, as in placement (LA-7). */
const promised = 2;

export interface PoolWish {
  project: string | null;
  capacityBytes: number;
  instances: Iterable<Pick<Instance, 'project' | 'host'>>;
  hosts: Iterable<Pick<Host, 'id' | 'runs'>>;
}

/**
 * Where a volume that is for no instance yet can be of most use: it has room, most of the project's instances reach it
 * (else machines do, for containers bring volumes of their own), and most is free.
 */
export function mostUseful(pools: readonly StoragePool[], wish: PoolWish): StoragePool | undefined {
  const reach = reachOf(wish);
  const ranked = pools.map(pool => {
    const free = freeBytes(pool);
    const roomy = free === null || free * promised >= wish.capacityBytes;
    return { pool, ranks: [roomy ? 1 : 0, reach.instances(pool), reach.machines(pool), free ?? 0] };
  });
  return ranked.toSorted((a, b) => compare(b.ranks, a.ranks))[0]?.pool;
}

export const freeBytes = ({ capacityBytes, usedBytes }: StoragePool): number | null =>
  capacityBytes === null || usedBytes === null ? null : capacityBytes - usedBytes;

export const reaches = (pool: StoragePool, host: string | null): boolean =>
  host === null || pool.hosts.length === 0 || pool.hosts.includes(host);

function compare(a: readonly number[], b: readonly number[]): number {
  for (const [index, value] of a.entries()) {
    const difference = value - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** How many of the project's instances reach a pool, and whether a host that runs machines does. */
function reachOf({ project, instances, hosts }: PoolWish) {
  const onHost = new Map<string, number>();
  for (const { project: owner, host } of instances)
    if (project !== null && owner === project && host !== null) onHost.set(host, (onHost.get(host) ?? 0) + 1);
  const forMachines = new Set<string>();
  for (const { id, runs } of hosts) if (runs === undefined || runs.includes('vm')) forMachines.add(id);
  return {
    instances: (pool: StoragePool) => {
      const reached = pool.hosts.length === 0 ? [...onHost.keys()] : pool.hosts;
      return reached.reduce((sum, host) => sum + (onHost.get(host) ?? 0), 0);
    },
    machines: (pool: StoragePool) =>
      pool.hosts.length === 0 || pool.hosts.some(host => forMachines.has(host)) ? 1 : 0,
  };
}
