import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stalledAfterMs, ThroughputMeter } from './throughput-meter.ts';

const fed = (points: [atMs: number, bytes: number][]) => {
  const meter = new ThroughputMeter();
  for (const [atMs, bytes] of points) meter.observe(atMs, bytes);
  return meter;
};

describe('MM-3: throughput', () => {
  it('is not told from less than 700 ms', () => {
    expect(
      fed([
        [0, 0],
        [500, 100],
      ]).rate,
    ).toBeNull();
    expect(
      fed([
        [0, 0],
        [500, 100],
        [1_000, 200],
      ]).rate,
    ).toBeCloseTo(200);
  });

  it('is of the last three seconds', () => {
    const fast: [number, number][] = [0, 500, 1_000, 1_500, 2_000].map(at => [at, at]);
    const slow: [number, number][] = [2_500, 3_500, 4_500, 5_500, 6_500].map(at => [
      at,
      2_000 + (at - 2_000) / 10,
    ]);
    expect(fed([...fast, ...slow]).rate).toBeCloseTo(100);
  });

  it('is told over six seconds for what is to come, so that a lapse weighs less', () => {
    const meter = fed([0, 1_000, 2_000, 3_000].map(at => [at, at / 10]));
    for (const at of [4_000, 5_000, 6_000]) meter.observe(at, 300 + (at - 3_000) / 20);
    expect(meter.rate).toBeCloseTo(50);
    expect(meter.steadyRate).toBeCloseTo(75);
  });

  it('is told at once where it rose', () => {
    const meter = fed([0, 1_000, 2_000, 3_000].map(at => [at, at / 10]));
    for (const at of [4_000, 5_000, 6_000]) meter.observe(at, 300 + (at - 3_000) / 5);
    expect(meter.steadyRate).toBeCloseTo(200);
  });

  it('a trickle is a stand-still', () => {
    const meter = fed([0, 1_000, 2_000].map(at => [at, at / 10]));
    for (const at of [3_000, 4_000, 5_000, 6_000]) meter.observe(at, 200 + (at - 2_000) / 1_000);
    expect(meter.rate).toBeCloseTo(100);
    expect(meter.stalledForMs(6_000)).toBe(4_000);
    for (const at of [7_000, 8_000]) meter.observe(at, 204 + (at - 6_000) / 20);
    expect(meter.rate).toBeCloseTo(50);
    expect(meter.stalledForMs(8_000)).toBe(0);
  });

  it('is kept while nothing moves, and the stand-still is timed', () => {
    const meter = fed([
      [0, 0],
      [1_000, 100],
      [2_000, 200],
      [3_000, 200],
      [6_000, 200],
    ]);
    expect(meter.rate).toBeCloseTo(100);
    expect(meter.stalledForMs(6_000)).toBe(4_000);
    expect(meter.stalledForMs(6_000)).toBeGreaterThan(stalledAfterMs);
  });

  it('zero pages cost next to nothing and say nothing of the link', () => {
    const meter = fed([
      [0, 0],
      [1_000, 100],
    ]);
    meter.observe(2_000, 110, 5_000);
    meter.observe(3_000, 120, 9_000);
    expect(meter.rate).toBeCloseTo(100);
    expect(meter.stalledForMs(3_000)).toBe(0);
  });

  it('where zero pages are all over, what was sent all the same is told apart, with its share', () => {
    const meter = new ThroughputMeter();
    for (let second = 0; second <= 4; second++) meter.observe(second * 1_000, second * 40, second * 100);
    expect(meter.rate).toBeNull();
    expect(meter.least).toEqual({ rate: 40, share: 0.4 });
    meter.observe(8_000, 560, 500);
    expect(meter.rate).not.toBeNull();
    expect(meter.least).toBeNull();
  });

  it('samples that go back in time or bytes are not taken', () => {
    const meter = fed([
      [0, 0],
      [1_000, 100],
      [500, 900],
      [2_000, 50],
      [2_000, 200],
    ]);
    expect(meter.rate).toBeCloseTo(100);
  });

  it('after a new limit what is expected serves, until there is better', () => {
    const meter = fed([
      [0, 0],
      [1_000, 100],
      [2_000, 200],
    ]);
    meter.restart(400);
    expect(meter.rate).toBe(400);
    meter.observe(2_500, 390);
    meter.observe(3_000, 580);
    expect(meter.rate).toBeCloseTo(380);
  });

  it('is a number or nothing, whatever comes', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 0 }), fc.integer({ min: 0 }))), points => {
        const { rate } = fed(points);
        if (rate !== null) {
          expect(Number.isFinite(rate)).toBe(true);
          expect(rate).toBeGreaterThan(0);
        }
      }),
    );
  });
});
