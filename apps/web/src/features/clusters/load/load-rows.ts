import type { Host } from '@orrery/contract/resources/host.ts';
import type { Instance } from '@orrery/contract/resources/instance.ts';

/** All that the picture and its table look at: thousands of rows come each second, and no more of them than this. */
export const hostFields = [
  'name',
  'status',
  'stale',
  'threads',
  'memoryMiB',
  'memoryUsedMiB',
  'cpuPercent',
  'cpuTrend',
] as const satisfies readonly (keyof Host)[];

export const instanceFields = [
  'name',
  'backend',
  'host',
  'hostName',
  'status',
  'powerState',
  'vcpus',
  'cpuPercent',
  'memoryMiB',
  'memoryUsedMiB',
  'networkBytesPerSecond',
  'diskBytesPerSecond',
] as const satisfies readonly (keyof Instance)[];

type Always = 'id' | 'kind' | 'actions';
export type LoadHost = Pick<Host, (typeof hostFields)[number] | Always>;
export type LoadInstance = Pick<Instance, (typeof instanceFields)[number] | Always>;
