import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { leastBandwidth, leastDowntimeSeconds, leastThrottle } from './closed-form.ts';

const shape = 'uniform' as const;
const someGuest = fc.record({
  rate: fc.double({ min: 1, max: 1e4, noNaN: true }),
  workingSet: fc.double({ min: 1, max: 1e5, noNaN: true }),
  shape: fc.constant(shape),
});
const bandwidths = fc.double({ min: 1, max: 1e4, noNaN: true });
const downtimes = fc.double({ min: 0.01, max: 5, noNaN: true });

const kappa = (guest: { rate: number; workingSet: number }, bandwidth: number, downtime: number) =>
  guest.workingSet <= bandwidth * downtime
    ? 0
    : (guest.rate * (1 - (bandwidth * downtime) / guest.workingSet)) / bandwidth;

describe('MM-11: closed forms', () => {
  it('give what was measured on real QEMU: 640 ms between 600 and 700, 68 MiB/s between 60 and 76', () => {
    const hot64 = { rate: 100, workingSet: 64, shape };
    expect(leastDowntimeSeconds(hot64, 50)).toBeCloseTo(0.64);
    expect(leastBandwidth(hot64, 0.3)).toBeCloseTo(68.1, 1);
  });

  it('the least pause is just enough', () => {
    fc.assert(
      fc.property(someGuest, bandwidths, (guest, bandwidth) => {
        const least = leastDowntimeSeconds(guest, bandwidth);
        expect(kappa(guest, bandwidth, least * 1.0001 + 1e-9)).toBeLessThanOrEqual(1 + 1e-9);
        if (least > 1e-6) expect(kappa(guest, bandwidth, least * 0.99)).toBeGreaterThan(1);
      }),
    );
  });

  it('the least bandwidth is just enough', () => {
    fc.assert(
      fc.property(someGuest, downtimes, (guest, downtime) => {
        const least = leastBandwidth(guest, downtime);
        expect(kappa(guest, least * 1.0001, downtime)).toBeLessThanOrEqual(1 + 1e-9);
        expect(kappa(guest, least * 0.99, downtime)).toBeGreaterThan(1);
      }),
    );
  });

  it('the least throttle is just enough, and none where none is needed', () => {
    fc.assert(
      fc.property(someGuest, bandwidths, downtimes, (guest, bandwidth, downtimeSeconds) => {
        const least = leastThrottle(guest, { bandwidth, downtimeSeconds });
        const slowed = { ...guest, rate: guest.rate * (1 - least) };
        expect(kappa(slowed, bandwidth, downtimeSeconds)).toBeLessThanOrEqual(1 + 1e-9);
        expect(least).toBeLessThan(1);
        if (kappa(guest, bandwidth, downtimeSeconds) <= 1) expect(least).toBe(0);
      }),
    );
  });

  it('a guest that writes nothing needs nothing', () => {
    const idle = { rate: 0, workingSet: 0, shape };
    expect(leastDowntimeSeconds(idle, 50)).toBe(0);
    expect(leastBandwidth(idle, 0.3)).toBe(0);
    expect(leastThrottle(idle, { bandwidth: 50, downtimeSeconds: 0.3 })).toBe(0);
  });
});
