import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { forecastPrecopy, type PrecopyState } from './precopy.ts';
import { anyGuest, anyShape } from './testing/guests.ts';
import { noThrottle } from './throttle.ts';

const start = (remaining: number, bandwidth: number, downtimeSeconds: number): PrecopyState => ({
  ...{ remaining, bandwidth, downtimeSeconds },
  sinceListSeconds: 0,
  throttle: null,
});
const idle = { rate: 0, workingSet: 0, shape: 'uniform' } as const;

describe('MM-6: passes to come', () => {
  it('send an idle guest once', () => {
    const run = forecastPrecopy(start(1_000, 100, 0.3), idle);
    expect(run.seconds).toBeCloseTo(10.015, 3);
    expect(run.sent).toBeCloseTo(1_000);
    expect(run.leftForPause).toBeLessThanOrEqual(30);
  });

  it('find all that was written to after the first pass, in which the last addresses are left and not the working set', () => {
    const small = { rate: 100, workingSet: 64, shape: 'uniform' } as const;
    const state = start(512, 50, 0.7);
    const sent = (firstPassOf?: number) => forecastPrecopy({ ...state, firstPassOf }, small).sent;
    expect(sent(512)).toBeGreaterThan(sent() + 10);
  });

  it('sort the recorded limits: 600 ms fails and 700 works, 60 MiB/s fails and 76 works', () => {
    const hot64 = { rate: 100, workingSet: 64, shape: 'uniform' } as const;
    const ends = (bandwidth: number, downtime: number) =>
      Number.isFinite(forecastPrecopy(start(504, bandwidth, downtime), hot64).seconds);
    expect([ends(50, 0.6), ends(50, 0.7), ends(60, 0.3), ends(76, 0.3)]).toEqual([false, true, false, true]);
  });

  it('never end for a guest beyond the closed form, by more than what luck does', () => {
    fc.assert(
      fc.property(anyGuest, g => {
        const burst = g.bandwidthMiBps * 0.1;
        const fits = g.bandwidthMiBps * (g.downtimeMs / 1000);
        const outside = g.workingSetMiB - 1.4 * (fits + burst);
        fc.pre(outside > 0 && g.memoryMiB > g.workingSetMiB);
        fc.pre(g.dirtyMiBps * (outside / g.workingSetMiB) > 1.6 * g.bandwidthMiBps);
        const guest = { rate: g.dirtyMiBps, workingSet: g.workingSetMiB, shape: 'uniform' } as const;
        const run = forecastPrecopy(start(g.memoryMiB, g.bandwidthMiBps, g.downtimeMs / 1000), guest);
        expect(run.seconds).toBe(Infinity);
      }),
    );
  });

  it('end for a guest well within it, and not sooner than one copy takes', () => {
    fc.assert(
      fc.property(anyGuest, anyShape, (g, shape) => {
        fc.pre(g.dirtyMiBps < 0.6 * g.bandwidthMiBps);
        const guest = { rate: g.dirtyMiBps, workingSet: g.workingSetMiB, shape };
        const run = forecastPrecopy(start(g.memoryMiB, g.bandwidthMiBps, g.downtimeMs / 1000), guest);
        expect(run.seconds).toBeLessThan(Infinity);
        // The rest is sent with the guest stopped: nothing is dirtied in that time, so it may save up to a pause.
        const oneCopy = g.memoryMiB / g.bandwidthMiBps;
        expect(run.seconds).toBeGreaterThanOrEqual(oneCopy - 1e-6);
        expect(run.leftForPause).toBeLessThanOrEqual(g.bandwidthMiBps * (g.downtimeMs / 1000) + 1e-9);
      }),
    );
  });

  it('are never fewer bytes than what remains', () => {
    fc.assert(
      fc.property(anyGuest, anyShape, (g, shape) => {
        const guest = { rate: g.dirtyMiBps, workingSet: g.workingSetMiB, shape };
        const run = forecastPrecopy(start(g.memoryMiB, g.bandwidthMiBps, g.downtimeMs / 1000), guest);
        expect(run.sent).toBeGreaterThanOrEqual(g.memoryMiB - 1e-6);
        expect(Number.isNaN(run.seconds)).toBe(false);
      }),
    );
  });

  it('a guest that can be slowed down ends, however fast it writes', () => {
    const fast = { rate: 400, workingSet: 300, shape: 'uniform' } as const;
    const state = start(512, 50, 0.3);
    expect(forecastPrecopy(state, fast).seconds).toBe(Infinity);
    const slowed = forecastPrecopy({ ...state, throttle: noThrottle }, fast);
    expect(slowed.seconds).toBeLessThan(200);
    expect(slowed.seconds).toBeGreaterThan(20);
  });

  it('without a link there is no end', () => {
    expect(forecastPrecopy(start(10, 0, 0.3), idle).seconds).toBe(Infinity);
    expect(forecastPrecopy(start(10, Number.NaN, 0.3), idle).seconds).toBe(Infinity);
  });
});
