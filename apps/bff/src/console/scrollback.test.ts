import { expect, it } from 'vitest';
import { Scrollback } from './scrollback.ts';

/** The same pieces in every run: a linear congruence (Numerical Recipes). */
function* lengths(seed: number, most: number): Generator<number> {
  for (let n = seed; ; ) {
    n = (n * 1_664_525 + 1_013_904_223) % 2 ** 32;
    yield n % most;
  }
}

it.each([1, 100, 4_096, 5_000, 20_000])('of %i bytes holds the last ones, whatever the pieces were', most => {
  const scrollback = new Scrollback(most);
  let whole = Buffer.alloc(0);
  let next = 0;
  for (const length of lengths(most, 3_000)) {
    const piece = Buffer.alloc(length).map(() => next++ % 251);
    scrollback.add(piece);
    whole = Buffer.concat([whole, piece]);
    const kept = Math.min(most, whole.length);
    expect(scrollback.all().equals(whole.subarray(whole.length - kept))).toBe(true);
    expect([scrollback.held, scrollback.dropped]).toEqual([kept, whole.length - kept]);
    expect(scrollback.capacity).toBeLessThanOrEqual(most);
    if (whole.length > 100_000) return;
  }
});

it('costs no more for a line that speaks byte by byte', () => {
  const scrollback = new Scrollback(64 * 1024);
  for (let n = 0; n < 70_000; n++) scrollback.add(Uint8Array.of(n % 256));
  expect(scrollback.capacity).toBe(64 * 1024);
  expect(scrollback.all().at(-1)).toBe(69_999 % 256);
});
