import type { Host } from '@orrery/contract/resources/host.ts';
import type { Instance } from '@orrery/contract/resources/instance.ts';

export const measures = ['cpu', 'memory'] as const;
export type Measure = (typeof measures)[number];

type HostSize = Pick<Host, 'threads' | 'memoryMiB' | 'cpuPercent' | 'memoryUsedMiB'>;
type InstanceUse = Pick<Instance, 'cpuPercent' | 'vcpus' | 'memoryUsedMiB' | 'memoryMiB' | 'powerState'>;

/** What an instance takes of a host, 0 to 1 of all that the host has. Null: not measured. */
export function shareOf(measure: Measure, instance: InstanceUse, host: HostSize): number | null {
  if (measure === 'cpu') {
    if (instance.cpuPercent === null || host.threads === 0) return null;
    return (instance.cpuPercent / 100) * (instance.vcpus / host.threads);
  }
  // A paused guest keeps its memory; one that is not measured holds what it was given.
  const used = instance.memoryUsedMiB ?? (instance.powerState === 'running' ? instance.memoryMiB : null);
  return used === null || host.memoryMiB === 0 ? null : used / host.memoryMiB;
}

/** Load of a host as it says itself, 0 to 1. */
export function loadOf(measure: Measure, host: HostSize): number | null {
  if (measure === 'cpu') return host.cpuPercent === null ? null : host.cpuPercent / 100;
  return host.memoryUsedMiB === null || host.memoryMiB === 0 ? null : host.memoryUsedMiB / host.memoryMiB;
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
