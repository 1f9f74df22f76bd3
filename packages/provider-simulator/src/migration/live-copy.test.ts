import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Guest } from './guest.ts';
import { LiveCopy } from './live-copy.ts';

const MiB = 1_048_576;
const even = { link: () => 1, guest: () => 1 };
const limits = { bandwidth: null, downtimeMs: 300, autoConverge: false, postCopy: false };

interface Case {
  memory: number;
  link: number;
  rate: number;
  workingSet: number;
  downtimeMs: number;
}

const guestOf = ({ memory, link, rate, workingSet }: Case): Guest => ({
  memoryBytes: memory * MiB,
  residentBytes: memory * MiB,
  link: link * MiB,
  rate: rate * MiB,
  workingSet: workingSet * MiB,
});

function runOut(c: Case, more: Partial<typeof limits> = {}, seconds = 3_000): LiveCopy {
  const copy = new LiveCopy({
    guest: guestOf(c),
    limits: { ...limits, downtimeMs: c.downtimeMs, ...more },
    noise: even,
    mostPasses: 400,
  });
  copy.run(seconds);
  return copy;
}

/** In theory: the working set fits into the pause, or what is dirtied outside of it is slower than the link. */
function converges({ link, downtimeMs, workingSet, rate }: Case): boolean {
  const fits = (link * downtimeMs) / 1000;
  return workingSet <= fits || rate * (1 - fits / workingSet) < link;
}

const anyCase = fc.record({
  memory: fc.integer({ min: 64, max: 8_192 }),
  link: fc.integer({ min: 50, max: 3_000 }),
  rate: fc.integer({ min: 0, max: 4_000 }),
  workingSet: fc.integer({ min: 0, max: 4_096 }),
  downtimeMs: fc.integer({ min: 10, max: 2_000 }),
});

const idle: Case = { memory: 1_000, link: 100, rate: 0, workingSet: 0, downtimeMs: 300 };

describe('copying a guest that runs', () => {
  it('sends an idle one once', () => {
    const copy = runOut(idle);
    expect(copy.outcome).toBe('fits');
    expect(copy.pass).toBe(1);
    expect(copy.figures.sentBytes / MiB).toBeCloseTo(970);
    expect(copy.pauseMs).toBeCloseTo(314);
  });

  it('zero pages cost nothing', () => {
    const sparse = { ...guestOf(idle), residentBytes: 100 * MiB };
    const copy = new LiveCopy({ guest: sparse, limits, noise: even, mostPasses: 10 });
    expect(copy.run(10)).toBeGreaterThan(8.9);
    expect(copy.figures.contentBytes / MiB).toBeLessThanOrEqual(100);
  });

  it('gives up on one that writes faster than the link, over more than fits into the pause', () => {
    const busy = { ...idle, rate: 400, workingSet: 500 };
    expect(runOut(busy).outcome).toBe('gave-up');
  });

  it('a small working set saturates: it ends however fast the guest writes', () => {
    expect(runOut({ ...idle, rate: 10_000, workingSet: 29 }).outcome).toBe('fits');
  });

  it.each<[string, Partial<typeof limits>]>([
    ['a longer pause', { downtimeMs: 8_000 }],
    ['slowing it down', { autoConverge: true }],
  ])('one that would not end does with %s', (_, change) => {
    const busy: Case = { ...idle, rate: 160, workingSet: 600 };
    expect(runOut(busy).outcome).toBe('gave-up');
    expect(runOut(busy, change).outcome).toBe('fits');
  });

  it('a lower limit is kept, and a changed one takes effect at once', () => {
    const copy = new LiveCopy({
      guest: guestOf({ ...idle, link: 400 }),
      limits: { ...limits, bandwidth: 50 * MiB },
      noise: even,
      mostPasses: 10,
    });
    copy.run(2);
    expect(copy.figures.sentBytes / MiB).toBeCloseTo(100);
    copy.limits = { ...limits, bandwidth: 200 * MiB };
    copy.run(2);
    expect(copy.figures.sentBytes / MiB).toBeCloseTo(500);
  });

  it('post-copy sends what is left once', () => {
    const copy = new LiveCopy({
      guest: guestOf({ ...idle, rate: 400, workingSet: 500 }),
      limits,
      noise: even,
      mostPasses: 400,
    });
    copy.run(15);
    const left = copy.switchToPostCopy();
    copy.sendOnce(left);
    expect(copy.figures.remainingBytes).toBe(0);
  });

  it('whatever the closed form calls convergent ends, within the pause', () => {
    fc.assert(
      fc.property(anyCase, c => {
        fc.pre(converges({ ...c, rate: c.rate * 1.02 }));
        const copy = runOut(c, {}, 20_000);
        if (copy.outcome !== 'fits') expect(copy.pass).toBeGreaterThan(50);
        else expect(copy.pauseMs).toBeLessThanOrEqual(c.downtimeMs + 15);
        expect(copy.figures.remainingBytes).toBeLessThanOrEqual(copy.figures.totalBytes);
      }),
    );
  });

  it('what it calls hopeless by more than a burst never ends', () => {
    fc.assert(
      fc.property(anyCase, c => {
        // A burst is as good as that much more pause, so a case must be hopeless with it too.
        fc.pre(!converges({ ...c, downtimeMs: c.downtimeMs + 110 }) && c.memory >= c.workingSet);
        expect(runOut(c, {}, 1_000).outcome).not.toBe('fits');
      }),
    );
  });
});
