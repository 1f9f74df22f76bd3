import { hash01, smoothNoise } from '../random/hash.ts';
import { misbehaviour } from '../sentinels.ts';
import type { SimInstance } from '../world/model.ts';

const MiB = 1_048_576;

/** Bytes per second of the imagined migration network, 10 Gbit/s shared with others. */
export const linkBytesPerSecond = 850 * MiB;
/** What hypervisors allow themselves where nobody says otherwise, ms. */
export const usualDowntimeMs = 300;

/** What a guest does to its memory while it is copied. */
export interface Guest {
  memoryBytes: number;
  /** The part that holds something; the rest is zero pages. */
  residentBytes: number;
  /** Bytes per second that it writes. */
  rate: number;
  /** Bytes that it writes to, over and over. */
  workingSet: number;
  /** Bytes per second that its path carries. */
  link: number;
}

/** One that never ends by itself: it writes this many times what the link carries, over this share of its memory. */
const hopeless = { rate: 1.6, workingSet: 0.6 };

/** Busy ones write more, within a working set of their own; some do as their name says (sentinels.ts). */
export function guestOf(instance: SimInstance): Guest {
  const busy = instance.cpuPercent / 100;
  const usedMiB = Math.max(256, instance.memoryUsedMiB);
  const guest: Guest = {
    memoryBytes: Math.max(instance.memoryMiB, usedMiB) * MiB,
    residentBytes: usedMiB * MiB,
    rate: (20 + 260 * busy * instance.vcpus * hash01(instance.index, 61)) * MiB,
    workingSet: usedMiB * (0.02 + 0.3 * hash01(instance.index, 62)) * MiB,
    link: linkBytesPerSecond,
  };
  switch (misbehaviour(instance.name, 'migrate')) {
    case 'busy':
      return {
        ...guest,
        residentBytes: guest.memoryBytes,
        rate: hopeless.rate * guest.link,
        workingSet: hopeless.workingSet * guest.memoryBytes,
      };
    case 'slow':
      return { ...guest, link: guest.link / 10 };
    case 'hang':
      return { ...guest, link: 0 };
    default:
      return guest;
  }
}

/** Factors around 1: links waver by some percent, guests by more and more slowly. */
export const noiseOf = (key: number) => ({
  link: (second: number) => 0.94 + 0.12 * smoothNoise(key, second / 1.5),
  guest: (second: number) => 0.85 + 0.3 * smoothNoise(key + 1, second / 4),
});
