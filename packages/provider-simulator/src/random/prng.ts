import type { Random } from '@orrery/provider-kit/clock.ts';
import { hash32 } from './hash.ts';

/** A seeded stream of numbers in [0, 1) (mulberry32). Streams of one seed differ by `purpose`. */
export function seededRandom(seed: number, purpose = 0): Random {
  let state = hash32(seed, purpose, 0x5eed);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export function pick<T>(random: Random, from: readonly [T, ...T[]]): T {
  return from[Math.floor(random() * from.length)] ?? from[0];
}

/** A whole number in [low, high]. */
export const between = (random: Random, low: number, high: number): number =>
  low + Math.floor(random() * (high - low + 1));
