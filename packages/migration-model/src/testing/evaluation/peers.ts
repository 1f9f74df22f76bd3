import type { MigrationSample } from '../../sample.ts';
import type { Trace } from '../trace.ts';

/** What others show, on the same samples. */

/** Remaining over bandwidth, milliseconds: what one gets from the figures of QEMU or libvirt without a model. */
export function remainingOverBandwidth(trace: Trace, sample: MigrationSample): number | null {
  const index = trace.samples.atMs.indexOf(sample.atMs);
  const bytesPerSecond = ((trace.samples.mbps[index] ?? 0) * 1e6) / 8;
  if (!sample.memory || bytesPerSecond <= 0) return null;
  return (1000 * sample.memory.remainingBytes) / bytesPerSecond;
}

/** Nova's `instance.progress`: 100 - remaining in percent of the memory; virsh and virt-manager show much the same. */
export function percentOfMemory({ memory }: MigrationSample): number | null {
  if (!memory || memory.totalBytes <= 0) return null;
  return Math.floor(100 - (100 * memory.remainingBytes) / memory.totalBytes);
}

export interface Backsteps {
  times: number;
  /** The worst step back, in percentage points. */
  worst: number;
}

/** How often a percentage went back. */
export function backsteps(percents: readonly number[]): Backsteps {
  let times = 0;
  let worst = 0;
  for (const [index, percent] of percents.entries()) {
    const back = (percents[index - 1] ?? percent) - percent;
    if (back > 0) times += 1;
    worst = Math.max(worst, back);
  }
  return { times, worst };
}
