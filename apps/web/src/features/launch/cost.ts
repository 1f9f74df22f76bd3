import type { LaunchCheck } from '@orrery/contract/launch/launch.ts';
import type { Prices } from '@orrery/contract/prices/prices.ts';

/** A month on average: 365 days of 24 hours by twelve. */
export const HOURS_OF_MONTH = 730;
const MIB_PER_GIB = 1024;

/** What a launch costs for each hour that it is there; stopped instances are counted, too (LA-14). */
export function costOfHour(prices: Prices, { vcpus, memoryMiB, volumeGiB }: LaunchCheck['quota']): number {
  return (
    vcpus.asked * prices.vcpuHour +
    (memoryMiB.asked / MIB_PER_GIB) * prices.memoryGiBHour +
    volumeGiB.asked * prices.volumeGiBHour
  );
}
