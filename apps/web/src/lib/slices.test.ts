import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createSlices } from './slices.ts';

let frames: (() => void)[] = [];
let now = 0;
const frame = () => {
  for (const run of frames.splice(0)) run();
};

beforeEach(() => {
  frames = [];
  now = 0;
  vi.stubGlobal('requestAnimationFrame', (run: () => void) => frames.push(run));
  vi.stubGlobal('cancelAnimationFrame', (id: number) => {
    frames[id - 1] = () => undefined;
  });
  vi.stubGlobal('performance', { now: () => now });
});
afterEach(() => {
  vi.unstubAllGlobals();
});

/** Each step takes four of the five milliseconds of a slice. */
function* job(name: string, log: string[]) {
  for (let step = 1; step <= 3; step += 1) {
    log.push(`${name}${step}`);
    now += 4;
    yield;
  }
}

it('stops when the slice is used up, and goes on in the next frame', () => {
  const log: string[] = [];
  createSlices().begin(() => job('a', log));
  expect(log).toEqual(['a1', 'a2']);
  frame();
  expect(log).toEqual(['a1', 'a2', 'a3']);
  frame();
  expect(frames).toEqual([]);
});

it('what comes meanwhile waits; of several the last one is done', () => {
  const log: string[] = [];
  const slices = createSlices();
  for (const name of ['a', 'b', 'c']) slices.begin(() => job(name, log));
  while (frames.length > 0) frame();
  expect(log).toEqual(['a1', 'a2', 'a3', 'c1', 'c2', 'c3']);
});

it('does nothing more once stopped, until something else is begun', () => {
  const log: string[] = [];
  const slices = createSlices();
  slices.begin(() => job('a', log));
  slices.begin(() => job('b', log));
  slices.stop();
  frame();
  slices.begin(() => job('c', log));
  while (frames.length > 0) frame();
  expect(log).toEqual(['a1', 'a2', 'c1', 'c2', 'c3']);
});
