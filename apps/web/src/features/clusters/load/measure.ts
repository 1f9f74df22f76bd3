import type { Host } from '@orrery/contract/resources/host.ts';
import type { Instance } from '@orrery/contract/resources/instance.ts';
import { loadTone } from '../../../lib/load-tone.ts';

export const measures = ['cpu', 'memory', 'network', 'disk'] as const;
export type Measure = (typeof measures)[number];

export type LoadTone = ReturnType<typeof loadTone>;

export type HostSize = Pick<Host, 'id' | 'threads' | 'memoryMiB' | 'cpuPercent' | 'memoryUsedMiB'>;
export type InstanceUse = Pick<
  Instance,
  | 'host'
  | 'cpuPercent'
  | 'vcpus'
  | 'memoryUsedMiB'
  | 'memoryMiB'
  | 'powerState'
  | 'networkBytesPerSecond'
  | 'diskBytesPerSecond'
>;

/** How much of a host its instances take, and how loaded it is, each 0 to 1 of what the host has. Null: not measured. */
export interface Yardstick {
  shareOf: (instance: InstanceUse, host: HostSize) => number | null;
  loadOf: (host: HostSize) => number | null;
  /** Whether a host carries too much. Where the busiest one is the measure, nobody can tell. */
  toneOf: (host: HostSize) => LoadTone;
}

/**
 * Nobody tells how many bytes a second a host can move: network and disk are measured against the busiest host of
 * those shown, which is 1.
 */
export function yardstick(
  measure: Measure,
  fleet: { hosts: readonly HostSize[]; instances: readonly InstanceUse[] },
): Yardstick {
  if (measure === 'cpu') return { shareOf: cpuShare, loadOf: cpuLoad, toneOf: host => toneAt(cpuLoad(host)) };
  if (measure === 'memory')
    return { shareOf: memoryShare, loadOf: memoryLoad, toneOf: host => toneAt(memoryLoad(host)) };
  return flowYardstick(
    measure === 'network' ? i => i.networkBytesPerSecond : i => i.diskBytesPerSecond,
    fleet.instances,
  );
}

const toneAt = (load: number | null): LoadTone => loadTone(load === null ? null : load * 100);

const cpuLoad = ({ cpuPercent }: HostSize): number | null => (cpuPercent === null ? null : cpuPercent / 100);

function cpuShare({ cpuPercent, vcpus }: InstanceUse, { threads }: HostSize): number | null {
  return cpuPercent === null || threads === 0 ? null : (cpuPercent / 100) * (vcpus / threads);
}

function memoryShare({ memoryUsedMiB, memoryMiB, powerState }: InstanceUse, host: HostSize): number | null {
  // A paused guest keeps its memory; one that is not measured holds what it was given.
  const used = memoryUsedMiB ?? (powerState === 'running' ? memoryMiB : null);
  return used === null || host.memoryMiB === 0 ? null : used / host.memoryMiB;
}

const memoryLoad = ({ memoryUsedMiB, memoryMiB }: HostSize): number | null =>
  memoryUsedMiB === null || memoryMiB === 0 ? null : memoryUsedMiB / memoryMiB;

function flowYardstick(
  flowOf: (instance: InstanceUse) => number | null,
  instances: readonly InstanceUse[],
): Yardstick {
  const sums = new Map<string, number>();
  for (const instance of instances) {
    const flow = flowOf(instance);
    if (instance.host !== null && flow !== null)
      sums.set(instance.host, (sums.get(instance.host) ?? 0) + flow);
  }
  const busiest = [...sums.values()].reduce((most, sum) => Math.max(most, sum), 0);
  const part = (flow: number | null | undefined) =>
    flow === null || flow === undefined || busiest === 0 ? null : flow / busiest;
  return {
    shareOf: instance => part(flowOf(instance)),
    loadOf: host => part(sums.get(host.id)),
    toneOf: () => 'normal',
  };
}

export interface Balance {
  mean: number;
  /** Standard deviation of the hosts' loads: the imbalance. */
  deviation: number;
  /** Hosts that were measured. */
  hosts: number;
}

/** Mean and standard deviation (of the whole population) of the loads that are known. */
export function balanceOf(loads: readonly (number | null)[]): Balance | null {
  const known = loads.filter(load => load !== null);
  if (known.length === 0) return null;
  const mean = known.reduce((sum, load) => sum + load, 0) / known.length;
  const variance = known.reduce((sum, load) => sum + (load - mean) ** 2, 0) / known.length;
  return { mean, deviation: Math.sqrt(variance), hosts: known.length };
}
