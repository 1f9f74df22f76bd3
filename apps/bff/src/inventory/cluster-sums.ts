import type { Cluster } from '@orrery/contract/resources/cluster.ts';
import type { Host } from '@orrery/contract/resources/host.ts';

export type ClusterSums = Omit<
  Cluster,
  'id' | 'kind' | 'backend' | 'name' | 'project' | 'asOf' | 'source' | 'stale' | 'actions'
>;

/** What the hosts of a cluster add up to. Load is weighed by logical processors; unmeasured hosts are left out of it. */
export function clusterSums(hosts: readonly Host[]): ClusterSums {
  const up = hosts.filter(isUsable);
  const measured = up.filter(h => h.cpuPercent !== null);
  const withMemory = up.filter(h => h.memoryUsedMiB !== null);
  const measuredThreads = sum(measured, h => h.threads);
  return {
    status: statusOf(hosts.length, up.length),
    hostCount: hosts.length,
    hostsUp: up.length,
    instanceCount: sum(hosts, h => h.instanceCount),
    runningCount: sum(hosts, h => h.runningCount),
    threads: sum(hosts, h => h.threads),
    memoryMiB: sum(hosts, h => h.memoryMiB),
    memoryUsedMiB: withMemory.length > 0 ? sum(withMemory, h => h.memoryUsedMiB ?? 0) : null,
    cpuPercent:
      measuredThreads > 0 ? sum(measured, h => (h.cpuPercent ?? 0) * h.threads) / measuredThreads : null,
    vcpusPromised: sum(hosts, h => h.vcpusPromised),
    memoryPromisedMiB: sum(hosts, h => h.memoryPromisedMiB),
  };
}

const isUsable = (h: Host): boolean =>
  !h.stale && (h.status === 'up' || h.status === 'maintenance' || h.status === 'entering-maintenance');

function statusOf(hosts: number, up: number): Cluster['status'] {
  if (hosts === 0) return 'unknown';
  if (up === hosts) return 'up';
  return up === 0 ? 'down' : 'degraded';
}

function sum(hosts: readonly Host[], of: (host: Host) => number): number {
  let total = 0;
  for (const host of hosts) total += of(host);
  return total;
}
