import type { Host } from '@orrery/contract/resources/host.ts';
import type { Instance } from '@orrery/contract/resources/instance.ts';
import type { Sketch } from '@orrery/contract/realtime/messages.ts';
import type { Measure } from './measure.ts';

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

const instanceFields = [
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

/** What flows is asked for while it is looked at: unlike memory it changes in each second. */
const flows: Partial<Record<Measure, keyof Instance>> = {
  network: 'networkBytesPerSecond',
  disk: 'diskBytesPerSecond',
};
const flowing = new Set<string>(Object.values(flows));

export const isFlow = (measure: Measure): boolean => flows[measure] !== undefined;

export const instanceFieldsFor = (measure: Measure): readonly string[] =>
  instanceFields.filter(field => !flowing.has(field) || field === flows[measure]);

/** Figures come about once a second; a percent of an instance is less than a pixel of its host. */
export const instanceSketch = {
  everyMs: 1000,
  steps: { cpuPercent: 1 },
  digits: { memoryUsedMiB: 2, networkBytesPerSecond: 2, diskBytesPerSecond: 2 },
} satisfies Sketch;

/** Hosts are read as numbers too. */
export const hostSketch = {
  everyMs: 1000,
  steps: { cpuPercent: 0.5 },
  digits: { memoryUsedMiB: 3 },
} satisfies Sketch;

type Always = 'id' | 'kind' | 'actions';
export type LoadHost = Pick<Host, (typeof hostFields)[number] | Always>;
export type LoadInstance = Pick<Instance, (typeof instanceFields)[number] | Always>;
