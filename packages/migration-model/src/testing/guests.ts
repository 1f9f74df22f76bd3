import fc from 'fast-check';
import { shapes } from '../dirtying.ts';
import { mebibyte } from '../evidence.ts';
import type { MigrationSample, MovePlan } from '../sample.ts';

/** What the generated guests are made of; MiB and MiB/s keep the counter-examples readable. */
export interface GuestSketch {
  memoryMiB: number;
  workingSetMiB: number;
  dirtyMiBps: number;
  bandwidthMiBps: number;
  downtimeMs: number;
}

export const anyGuest: fc.Arbitrary<GuestSketch> = fc.record({
  memoryMiB: fc.integer({ min: 64, max: 32_768 }),
  workingSetMiB: fc.integer({ min: 0, max: 16_384 }),
  dirtyMiBps: fc.integer({ min: 0, max: 3_000 }),
  bandwidthMiBps: fc.integer({ min: 5, max: 2_000 }),
  downtimeMs: fc.integer({ min: 10, max: 2_000 }),
});

export const anyShape = fc.constantFrom(...shapes);

export const planFor = (guest: GuestSketch): MovePlan => ({
  memoryBytes: guest.memoryMiB * mebibyte,
  limits: { bandwidth: guest.bandwidthMiBps * mebibyte, downtimeMs: guest.downtimeMs, autoConverge: false },
  dirtying: [1, 2, 4].map(windowSeconds => ({
    windowSeconds,
    bytesPerSecond: (uniqueMiB(guest, windowSeconds) * mebibyte) / windowSeconds,
    sampledPages: 4096,
  })),
});

/** W(1 - e^(-dt/W)), as the guests of the traces do it. */
export const uniqueMiB = ({ workingSetMiB: w, dirtyMiBps }: GuestSketch, seconds: number): number =>
  w <= 0 ? 0 : w * -Math.expm1((-dirtyMiBps * seconds) / w);

/**
 * Samples of a move of such a guest, from a sender that goes pass by pass: what QEMU would tell, without its noise.
 * An independent simulation in small steps, so that the model is not tested against itself.
 */
export function simulateSamples(
  guest: GuestSketch,
  options: { forMs: number; everyMs: number },
): MigrationSample[] {
  const stepMs = 50;
  const burst = (guest.bandwidthMiBps * stepMs) / 1000;
  const fits = (guest.bandwidthMiBps * guest.downtimeMs) / 1000;
  const samples: MigrationSample[] = [{ atMs: 0, stage: 'preparing', memory: figures(guest, 0, 0, 0) }];
  let [remaining, sent, pass, passMs] = [guest.memoryMiB, 0, 1, 0];
  for (let atMs = stepMs; atMs <= options.forMs; atMs += stepMs) {
    const now = Math.min(remaining, burst);
    remaining -= now;
    sent += now;
    passMs += stepMs;
    if (remaining <= fits) {
      // In the first pass the last addresses of all memory are left, later only pages that were written to.
      const listOf = pass === 1 ? guest.memoryMiB : guest.workingSetMiB;
      const unlisted = listOf > 0 ? Math.max(0, 1 - remaining / listOf) : 0;
      remaining += uniqueMiB(guest, passMs / 1000) * unlisted;
      pass += 1;
      passMs = 0;
      if (remaining <= fits) {
        samples.push({ atMs, stage: 'completed', pass, memory: figures(guest, guest.memoryMiB, 0, sent) });
        break;
      }
    }
    if (atMs % options.everyMs === 0)
      samples.push({ atMs, stage: 'memory', pass, memory: figures(guest, guest.memoryMiB, remaining, sent) });
  }
  return samples;
}

function figures(_: GuestSketch, totalMiB: number, remainingMiB: number, sentMiB: number) {
  const bytes = (mib: number) => Math.round(mib * mebibyte);
  return {
    totalBytes: bytes(totalMiB),
    remainingBytes: bytes(remainingMiB),
    sentBytes: bytes(sentMiB),
    contentBytes: bytes(sentMiB),
  };
}

/** Anything a back end might say, sensible or not: the model must stay calm. */
export const anySample: fc.Arbitrary<MigrationSample> = fc
  .record(
    {
      atMs: fc.integer({ min: 0, max: 600_000 }),
      stage: fc.constantFrom(
        'preparing',
        'disks',
        'memory',
        'switching-over',
        'post-copy',
        'completed',
        'failed',
      ),
      memory: fc.record({
        totalBytes: fc.constantFrom(0, 2 ** 20, 2 ** 30, 2 ** 38),
        remainingBytes: fc.integer({ min: 0, max: 2 ** 31 - 1 }),
        sentBytes: fc.integer({ min: 0, max: 2 ** 31 - 1 }),
        contentBytes: fc.integer({ min: 0, max: 2 ** 31 - 1 }),
      }),
      pass: fc.integer({ min: 0, max: 50 }),
      throttlePercent: fc.integer({ min: 0, max: 99 }),
      disk: fc.record({
        totalBytes: fc.integer({ min: 0, max: 2 ** 31 - 1 }),
        doneBytes: fc.integer({ min: 0, max: 2 ** 31 - 1 }),
      }),
      percent: fc.integer({ min: 0, max: 100 }),
    },
    { requiredKeys: ['atMs', 'stage'] },
  )
  .map(sample => sample satisfies object);

/** Every number inside of something, with the path to it. */
export function numbersIn(value: unknown, path = ''): [path: string, value: number][] {
  if (typeof value === 'number') return [[path, value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => numbersIn(inner, `${path}.${key}`));
}
