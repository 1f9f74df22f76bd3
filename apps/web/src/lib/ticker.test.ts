import { describe, expect, it } from 'vitest';
import { formatAge } from './dates.ts';
import { createTicker } from './ticker.ts';

function fakeTimers() {
  let time = 1_000_000;
  let running: (() => void) | undefined;
  return {
    now: () => time,
    every: (_: number, run: () => void) => {
      running = run;
      return () => {
        running = undefined;
      };
    },
    advance(milliseconds: number) {
      time += milliseconds;
      running?.();
    },
    isRunning: () => running !== undefined,
  };
}

describe('the shared clock', () => {
  it('runs one timer while anybody listens, and none otherwise', () => {
    const timers = fakeTimers();
    const ticker = createTicker(timers);
    expect(timers.isRunning()).toBe(false);
    const stopFirst = ticker.subscribe(() => {});
    const stopSecond = ticker.subscribe(() => {});
    stopFirst();
    expect(timers.isRunning()).toBe(true);
    stopSecond();
    expect(timers.isRunning()).toBe(false);
  });

  it('tells every listener the same time', () => {
    const timers = fakeTimers();
    const ticker = createTicker(timers);
    const seen: number[] = [];
    ticker.subscribe(() => seen.push(ticker.now()));
    ticker.subscribe(() => seen.push(ticker.now()));
    timers.advance(1000);
    expect(seen).toEqual([1_001_000, 1_001_000]);
  });
});

describe('age', () => {
  const now = Date.parse('2026-11-22T12:00:00Z');
  it.each([
    [12_000, '12 sec. ago'],
    [190_000, '3 min. ago'],
    [7_300_000, '2 hr. ago'],
    [200_000_000, '2 days ago'],
  ])('%i ms before now is "%s"', (age, text) => expect(formatAge(now - age, now)).toBe(text));
});
