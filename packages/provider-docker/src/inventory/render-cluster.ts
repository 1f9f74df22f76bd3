import type { Reported } from '@orrery/provider-kit/provider.ts';
import type { HostRecord } from '../engine/facts.ts';
import { idOf, nativeIds } from '../ids.ts';
import { promised } from './render.ts';

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

/** All engines of the backend taken together. */
export function renderCluster(
  backend: string,
  hosts: readonly HostRecord[],
  named: { name: string; now: string },
): Reported<'cluster'> {
  const up = hosts.filter(h => h.lost === null);
  const promises = hosts.map(promised);
  return {
    id: idOf(backend, nativeIds.cluster),
    backend,
    kind: 'cluster',
    name: named.name,
    project: null,
    asOf: named.now,
    source: 'derived',
    status: up.length === hosts.length ? 'up' : up.length > 0 ? 'degraded' : 'down',
    hostCount: hosts.length,
    hostsUp: up.length,
    instanceCount: sum(hosts.map(h => h.containers.size)),
    runningCount: sum(promises.map(p => p.running)),
    threads: sum(hosts.map(h => h.facts.threads)),
    memoryMiB: sum(hosts.map(h => h.facts.memoryMiB)),
    memoryUsedMiB: null,
    cpuPercent: null,
    vcpusPromised: sum(promises.map(p => p.vcpus)),
    memoryPromisedMiB: sum(promises.map(p => p.memoryMiB)),
  };
}
