import type { Reported } from '@orrery/provider-kit/reported.ts';
import type { HostRecord } from '../engine/facts.ts';
import type { SwarmFacts } from '../engine/swarm-facts.ts';
import { nativeIds } from '../ids.ts';
import { idOf } from '@orrery/provider-kit/ids.ts';
import { promised } from './render.ts';
import { swarmsOf } from './seats.ts';

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

interface Seated {
  native: string;
  name: string;
  hosts: readonly HostRecord[];
  now: string;
}

/** Engines that belong together. */
function renderSeated(backend: string, { native, name, hosts, now }: Seated): Reported<'cluster'> {
  const up = hosts.filter(h => h.lost === null);
  const promises = hosts.map(promised);
  return {
    id: idOf(backend, native),
    backend,
    kind: 'cluster',
    name,
    project: null,
    asOf: now,
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

/** Nodes that no engine of the backend is. */
function unreached({ nodes }: SwarmFacts, hosts: readonly HostRecord[]): string[] {
  const known = new Set(hosts.map(({ member }) => member));
  return [...nodes.values()].filter(({ id }) => !known.has(id)).map(({ hostName }) => hostName);
}

/** Each swarm that an engine of the backend manages, and the engines that are in none, taken together. */
export function renderClusters(
  backend: string,
  all: readonly HostRecord[],
  { name, now }: { name: string; now: string },
): Reported<'cluster'>[] {
  const within = (native: string) => all.filter(({ seat }) => seat.cluster === native);
  const swarms = swarmsOf(all).flatMap(swarm => {
    const native = nativeIds.swarm(swarm.id);
    const hosts = within(native);
    const clusterName = hosts[0]?.seat.clusterName;
    if (clusterName === undefined) return [];
    const row = renderSeated(backend, { native, name: clusterName, hosts, now });
    return { ...row, services: [...swarm.services], unreachedHosts: unreached(swarm, hosts) };
  });
  const alone = within(nativeIds.cluster);
  if (alone.length === 0 && swarms.length > 0) return swarms;
  return [renderSeated(backend, { native: nativeIds.cluster, name, hosts: alone, now }), ...swarms];
}
