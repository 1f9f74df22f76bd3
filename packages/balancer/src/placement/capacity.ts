import type { PlaceHost, PlacementPolicy } from './model.ts';

export interface Capacity {
  vcpus: number;
  memoryMiB: number;
  /** In the pool with most of it; null when no pool says. */
  diskBytes: number | null;
}

/** What may still be promised on a host. */
export function capacityOf(host: PlaceHost, policy: PlacementPolicy): Capacity {
  const memory = Math.max(0, host.memoryMiB - policy.hostReserveMiB) * policy.memoryRatio;
  const kept = policy.keepsStopped && host.stopped ? host.stopped : { vcpus: 0, memoryMiB: 0 };
  const known = host.pools.flatMap(({ freeBytes }) => (freeBytes === null ? [] : [freeBytes]));
  return {
    vcpus: host.threads * policy.cpuRatio - host.promised.vcpus - kept.vcpus,
    memoryMiB: memory - host.promised.memoryMiB - kept.memoryMiB,
    diskBytes: known.length === 0 ? null : Math.max(...known) * policy.diskRatio,
  };
}
