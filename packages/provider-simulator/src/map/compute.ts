import type { Cluster } from '@orrery/contract/resources/cluster.ts';
import type { Host } from '@orrery/contract/resources/host.ts';
import {
  clusterLoad,
  type HostLoad,
  hostLoad,
  latencyMsAt,
  recentHostLoad,
  threadsOf,
} from '../load/host-load.ts';
import type { SimCluster, SimHost } from '../world/model.ts';
import type { MapContext } from './context.ts';
import { idOf } from '@orrery/provider-kit/ids.ts';

function statusOf(host: SimHost): Pick<Host, 'status' | 'reason'> {
  if (!host.reachable) return { status: 'unreachable', reason: 'No answer on its management connection' };
  if (host.maintenance) return { status: 'maintenance', reason: 'A memory module is being replaced' };
  return { status: 'up', reason: null };
}

export function toHost(
  host: SimHost,
  context: MapContext,
  lastSeenAt = context.asOf,
): Omit<Host, 'actions' | 'stale'> {
  const { backend, now } = context;
  const { model } = host;
  const threads = threadsOf(host);
  const vm = host.cluster.runs === 'vm';
  return {
    id: idOf(backend, host.native),
    kind: 'host',
    backend,
    name: host.name,
    project: null,
    asOf: context.asOf,
    source: context.source,
    ...statusOf(host),
    cluster: idOf(backend, host.cluster.native),
    clusterName: host.cluster.name,
    address: host.address,
    hypervisor: vm ? 'QEMU 10.1.2' : 'containerd 2.2.0',
    version: vm ? '11.9.0' : '29.1.0',
    architecture: 'x86_64',
    cpuModel: model.cpuModel,
    cpuVendor: model.cpuVendor,
    sockets: model.sockets,
    cores: model.sockets * model.coresPerSocket,
    threads,
    cpuMhz: model.mhz,
    memoryMiB: model.memoryMiB,
    ...hostLoad(host, now),
    numa: Array.from({ length: model.sockets }, (_, cell) => ({
      cell,
      cpus: threads / model.sockets,
      memoryMiB: model.memoryMiB / model.sockets,
    })),
    runs: [host.cluster.runs],
    latencyMs: host.reachable ? latencyMsAt(host, now) : null,
    lastSeenAt,
  };
}

export function toCluster(
  cluster: SimCluster,
  context: MapContext,
  loads: ReadonlyMap<SimHost, HostLoad> = new Map(
    cluster.hosts.map(h => [h, recentHostLoad(h, context.now)]),
  ),
): Omit<Cluster, 'actions' | 'stale'> {
  const { hostsUp, ...load } = clusterLoad(cluster, loads);
  const reachable = cluster.hosts.filter(h => h.reachable).length;
  return {
    id: idOf(context.backend, cluster.native),
    kind: 'cluster',
    backend: context.backend,
    name: cluster.name,
    project: null,
    asOf: context.asOf,
    source: context.source,
    status: reachable === cluster.hosts.length ? 'up' : reachable === 0 ? 'down' : 'degraded',
    hostCount: cluster.hosts.length,
    hostsUp,
    ...load,
  };
}
