import { type Dirtying, dirtied } from './dirtying.ts';
import type { DirtyMeasurement } from './sample.ts';

export const mebibyte = 1024 * 1024;

/** Hypervisors tell it in whole MiB/s and cut off the rest: half of one is missing on average, but not from nothing. */
const toldIn = mebibyte;
const uncut = (told: number) => (told > 0 ? told + toldIn / 2 : 0);

/** One thing that was seen of how the guest dirties memory: unique `bytes` within `seconds`. */
export interface Evidence {
  seconds: number;
  bytes: number;
  /** Bytes that were still listed while it was measured: what is dirtied among them is not seen again. */
  listed: number;
  /**
   * What the listed ones were a part of: in the first pass all memory, of which they are the last addresses, written to
   * or not; null: the working set, because from then on nothing else is listed.
   */
  listedOf: number | null;
  /** How far off it may be: the part that does not depend on what the guest does, bytes. */
  noise: number;
  /** Uncertainty of `seconds`. */
  secondsNoise: number;
  /** What it still counts, 0..1: what was seen long ago says what the guest did, not what it does. */
  weight: number;
  /** Where only `sampled` of `population` bytes were looked at: adds the noise of drawing them. */
  sampling: { pages: number; population: number } | null;
}

/** What no model of a few parameters gets right: 10 % of the figure, see MM-16. */
const modelError = 0.1;

/** What a measurement before the start is worth (MM-4). */
export function evidenceOfMeasurement(m: DirtyMeasurement, memoryBytes: number): Evidence {
  return {
    seconds: m.windowSeconds,
    bytes: Math.min(memoryBytes, uncut(m.bytesPerSecond) * m.windowSeconds),
    listed: 0,
    listedOf: null,
    noise: 0.3 * toldIn * m.windowSeconds,
    secondsNoise: 0.02 * m.windowSeconds,
    weight: 1,
    sampling:
      m.sampledPages === null ? null : { pages: Math.max(1, m.sampledPages), population: memoryBytes },
  };
}

/** Bytes that a guest such as `guest` would show where `evidence` was found. */
export function expectedBytes(evidence: Evidence, guest: Dirtying): number {
  const among = evidence.listedOf ?? guest.workingSet;
  const unlisted = among > 0 ? Math.max(0, 1 - evidence.listed / among) : 0;
  return dirtied(guest, evidence.seconds) * unlisted;
}

/** Squared deviation, in units of what is to be expected, with the cost of a wide expectation: -2 ln likelihood. */
export function misfit(evidence: Evidence, guest: Dirtying): number {
  const expected = expectedBytes(evidence, guest);
  const variance = varianceOf(evidence, guest, expected);
  return evidence.weight * ((evidence.bytes - expected) ** 2 / variance + Math.log(variance));
}

/** How surprising evidence is to those who believe in `candidates`, in standard deviations. */
export function surprise(evidence: Evidence, candidates: readonly (Dirtying & { weight: number })[]): number {
  let mean = 0;
  let square = 0;
  let variance = 0;
  for (const guest of candidates) {
    const expected = expectedBytes(evidence, guest);
    mean += guest.weight * expected;
    square += guest.weight * expected ** 2;
    variance += guest.weight * varianceOf(evidence, guest, expected);
  }
  return Math.abs(evidence.bytes - mean) / Math.sqrt(variance + Math.max(0, square - mean ** 2));
}

function varianceOf(evidence: Evidence, guest: Dirtying, expected: number): number {
  const timing =
    guest.rate * evidence.secondsNoise * Math.max(0, 1 - expected / Math.max(guest.workingSet, 1));
  return (
    (modelError * expected) ** 2 +
    evidence.noise ** 2 +
    timing ** 2 +
    drawing(evidence.sampling, expected) +
    1
  );
}

/** Variance of drawing pages: binomial, with at least half a page seen so that "none" does not mean "surely none". */
function drawing(sampling: Evidence['sampling'], expected: number): number {
  if (sampling === null) return 0;
  const { pages, population } = sampling;
  const share = Math.min(1 - 0.5 / pages, Math.max(0.5 / pages, expected / population));
  return (population ** 2 * share * (1 - share)) / pages;
}
