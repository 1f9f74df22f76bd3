import { describe, expect, it } from 'vitest';
import { nextThrottle, noThrottle } from './throttle.ts';

const tooMuch = { fresh: 60, sent: 100, seconds: 2 };
const little = { fresh: 40, sent: 100, seconds: 2 };

describe('MM-7: auto-converge', () => {
  it('begins at 20 % after the second pass that dirtied more than half of what it sent', () => {
    const once = nextThrottle(noThrottle, tooMuch);
    expect(once).toMatchObject({ percent: 0, rising: true });
    expect(nextThrottle(once, tooMuch)).toMatchObject({ percent: 20 });
  });

  it('adds 10 % with each two more, up to 99 %', () => {
    let throttle = noThrottle;
    const seen: number[] = [];
    for (let pass = 0; pass < 30; pass++) {
      throttle = nextThrottle(throttle, tooMuch);
      if (throttle.percent !== seen.at(-1)) seen.push(throttle.percent);
    }
    expect(seen).toEqual([0, 20, 30, 40, 50, 60, 70, 80, 90, 99]);
  });

  it('stays where it is while the guest writes little', () => {
    expect(nextThrottle({ percent: 30, offences: 1, rising: true }, little)).toEqual({
      percent: 30,
      offences: 1,
      rising: false,
    });
  });

  it('counts short passes only in part: QEMU looks once a second at most', () => {
    const short = { ...tooMuch, seconds: 0.25 };
    let throttle = noThrottle;
    for (let pass = 0; pass < 7; pass++) throttle = nextThrottle(throttle, short);
    expect(throttle.percent).toBe(0);
    expect(nextThrottle(throttle, short).percent).toBe(20);
  });
});
