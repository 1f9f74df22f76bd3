import { describe, expect, it } from 'vitest';
import { isoNow, pause, systemClock } from './clock.ts';
import { ManualClock } from './testing/manual-clock.ts';

describe('pause', () => {
  it('ends when its time has come, not before', async () => {
    const clock = new ManualClock(0);
    let ended = false;
    const pausing = pause(clock, 100).then(() => (ended = true));
    await clock.advance(99);
    expect(ended).toBe(false);
    await clock.advance(1);
    await pausing;
    expect(ended).toBe(true);
  });

  it('ends with the reason of an abort, and leaves no timer behind', async () => {
    const clock = new ManualClock(0);
    const aborting = new AbortController();
    const pausing = pause(clock, 100, aborting.signal);
    const reason = new Error('enough');
    aborting.abort(reason);
    await expect(pausing).rejects.toBe(reason);
    expect(clock.pending).toBe(0);
    await expect(pause(clock, 1, AbortSignal.abort(reason))).rejects.toBe(reason);
  });
});

describe('the clock that stands still', () => {
  it('runs timers by their time, then by their making, and sees the time of each', async () => {
    const clock = new ManualClock(1_000);
    const seen: [string, number][] = [];
    const note = (what: string) => () => seen.push([what, clock.now()]);
    clock.after(20, note('late'));
    clock.after(10, note('first'));
    clock.after(10, note('second'));
    clock.after(5, note('never'))();
    clock.after(10, () => clock.after(5, note('nested')));
    await clock.advance(30);
    expect(seen).toEqual([
      ['first', 1_010],
      ['second', 1_010],
      ['nested', 1_015],
      ['late', 1_020],
    ]);
    expect(isoNow(clock)).toBe('1970-01-01T00:00:01.030Z');
  });

  it('runs by itself until stopped', async () => {
    const clock = new ManualClock(0);
    const stop = clock.play();
    await pause(clock, 86_400_000);
    stop();
    expect(clock.now()).toBe(86_400_000);
  });
});

it('the clock of the system runs and can be called off', async () => {
  const called: string[] = [];
  systemClock.after(0, () => called.push('off'))();
  await pause(systemClock, 0);
  await pause(systemClock, 1);
  expect(called).toEqual([]);
});
