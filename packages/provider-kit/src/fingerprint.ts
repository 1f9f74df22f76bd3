import type { Reported } from './reported.ts';

/** Figures and times: they go with the metrics or the next list, and are no change of their own. */
const restless = new Set([
  'asOf',
  'source',
  'cpuPercent',
  'memoryUsedMiB',
  'diskBytesPerSecond',
  'networkBytesPerSecond',
  'latencyMs',
  'lastSeenAt',
]);

/** Alike for two rows that differ in nothing else. */
export const fingerprint = (resource: Reported): string =>
  JSON.stringify(resource, (key, value: unknown) => (restless.has(key) ? undefined : value));
