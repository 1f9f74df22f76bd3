import { hash01, smoothNoise } from '../random/hash.ts';
import type { SimCluster, SimHost } from '../world/model.ts';

export interface HostLoad {
  cpuPercent: number;
  memoryUsedMiB: number;
  instanceCount: number;
  runningCount: number;
  vcpusPromised: number;
  memoryPromisedMiB: number;
}

export const threadsOf = (host: SimHost): number => host.model.sockets * host.model.coresPerSocket * 2;

interface Counted {
  readonly load: HostLoad;
  readonly at: number;
}

/** By what was counted last: a cluster sums thousands of instances, and of one change only one host is another. */
const counted = new WeakMap<SimHost, Counted>();

/** Longer than the figures take to come round to each host. */
const freshMs = 5_000;

/** As counted a moment ago. Whoever changes which instances a host has, or which of them run, has it counted anew. */
export function recentHostLoad(host: SimHost, now: number): HostLoad {
  const last = counted.get(host);
  return last && now >= last.at && now - last.at < freshMs ? last.load : hostLoad(host, now);
}

/** A host does what its instances do, plus a little of its own. Counts them. */
export function hostLoad(host: SimHost, now: number): HostLoad {
  const load = countLoad(host, now);
  counted.set(host, { load, at: now });
  return load;
}

function countLoad(host: SimHost, now: number): HostLoad {
  let cpus = 0;
  let used = 0;
  let running = 0;
  let vcpus = 0;
  let memory = 0;
  for (const i of host.instances) {
    used += i.memoryUsedMiB;
    if (i.powerState !== 'running' && i.powerState !== 'paused') continue;
    running += i.powerState === 'running' ? 1 : 0;
    cpus += (i.vcpus * i.cpuPercent) / 100;
    vcpus += i.vcpus;
    memory += i.memoryMiB;
  }
  const own = 0.8 + smoothNoise(host.index + 0x4057, now / 30_000);
  const percent = Math.min(100, own + (100 * cpus) / threadsOf(host));
  return {
    cpuPercent: Math.round(percent * 10) / 10,
    memoryUsedMiB: Math.min(host.model.memoryMiB, Math.round(6_144 + 2_048 * hash01(host.index, 9) + used)),
    instanceCount: host.instances.size,
    runningCount: running,
    vcpusPromised: vcpus,
    memoryPromisedMiB: memory,
  };
}

/** Round trip of the management connection. */
export const latencyMsAt = (host: SimHost, now: number): number =>
  Math.round((0.6 + 2.2 * smoothNoise(host.index + 0x1a7, now / 10_000)) * 10) / 10;

export interface ClusterLoad extends HostLoad {
  threads: number;
  memoryMiB: number;
  hostsUp: number;
}

/** Sums over hosts whose loads are given, so that nothing is counted twice. */
export function clusterLoad(cluster: SimCluster, loads: ReadonlyMap<SimHost, HostLoad>): ClusterLoad {
  const sum: ClusterLoad = {
    cpuPercent: 0,
    memoryUsedMiB: 0,
    instanceCount: 0,
    runningCount: 0,
    vcpusPromised: 0,
    memoryPromisedMiB: 0,
    threads: 0,
    memoryMiB: 0,
    hostsUp: 0,
  };
  let busyThreads = 0;
  for (const host of cluster.hosts) {
    const load = loads.get(host);
    sum.threads += threadsOf(host);
    sum.memoryMiB += host.model.memoryMiB;
    sum.hostsUp += host.reachable && !host.maintenance ? 1 : 0;
    if (!load) continue;
    busyThreads += (load.cpuPercent * threadsOf(host)) / 100;
    sum.memoryUsedMiB += load.memoryUsedMiB;
    sum.instanceCount += load.instanceCount;
    sum.runningCount += load.runningCount;
    sum.vcpusPromised += load.vcpusPromised;
    sum.memoryPromisedMiB += load.memoryPromisedMiB;
  }
  sum.cpuPercent = sum.threads === 0 ? 0 : Math.round((1000 * busyThreads) / sum.threads) / 10;
  return sum;
}
