import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { converges, type PrecopyCase, runPrecopy } from './precopy.ts';

const anyCase = fc.record({
  memoryMiB: fc.integer({ min: 64, max: 65_536 }),
  bandwidth: fc.integer({ min: 10, max: 3_000 }),
  dirtyRate: fc.integer({ min: 0, max: 4_000 }),
  workingSetMiB: fc.integer({ min: 0, max: 32_768 }),
  downtimeLimitMs: fc.integer({ min: 10, max: 2_000 }),
  maxRounds: fc.constant(400),
});

const idle: PrecopyCase = {
  memoryMiB: 1_000,
  bandwidth: 100,
  dirtyRate: 0,
  workingSetMiB: 0,
  downtimeLimitMs: 300,
  maxRounds: 30,
};

describe('pre-copy', () => {
  it('sends an idle guest once', () => {
    const run = runPrecopy(idle);
    expect(run).toMatchObject({ outcome: 'converged', sentMiB: 1_000 });
    expect(run.rounds).toHaveLength(1);
    // All but what may wait for the pause: 970 MiB at 100 MiB/s.
    expect(run.copyMs).toBeCloseTo(9_700);
    expect(run.downtimeMs).toBeCloseTo(312);
  });

  it('gives up on a guest that writes faster than the link, over more than fits into the pause', () => {
    const busy = { ...idle, dirtyRate: 400, workingSetMiB: 500 };
    expect(converges(busy)).toBe(false);
    expect(runPrecopy(busy)).toMatchObject({ outcome: 'gave-up', downtimeMs: null });
  });

  it('a small working set saturates: it ends however fast the guest writes', () => {
    expect(runPrecopy({ ...idle, dirtyRate: 10_000, workingSetMiB: 29 })).toMatchObject({
      outcome: 'converged',
    });
  });

  it('whatever the closed form calls convergent converges, within the pause and one burst', () => {
    fc.assert(
      fc.property(anyCase, c => {
        const run = runPrecopy(c);
        if (converges(c)) expect(run.outcome).toBe('converged');
        if (run.downtimeMs !== null)
          expect(run.downtimeMs).toBeLessThanOrEqual(c.downtimeLimitMs + 100 + 12 + 1e-6);
        if (run.outcome === 'converged')
          expect(run.sentMiB).toBeGreaterThanOrEqual(
            Math.min(c.memoryMiB, (c.bandwidth * c.downtimeLimitMs) / 1000) - 1e-6,
          );
      }),
    );
  });

  it('what it calls hopeless by more than a burst gives up', () => {
    fc.assert(
      fc.property(anyCase, c => {
        // The burst is as good as that much more pause, so a case must be hopeless with it too.
        const eased = { ...c, downtimeLimitMs: c.downtimeLimitMs + 100 };
        fc.pre(!converges(eased) && c.memoryMiB >= c.workingSetMiB);
        expect(runPrecopy(c).outcome).toBe('gave-up');
      }),
    );
  });

  it('more bandwidth never takes longer', () => {
    fc.assert(
      fc.property(anyCase, fc.double({ min: 1, max: 4, noNaN: true }), (c, factor) => {
        const slow = runPrecopy(c);
        const fast = runPrecopy({ ...c, bandwidth: c.bandwidth * factor });
        if (slow.outcome === 'converged') expect(fast.outcome).toBe('converged');
      }),
    );
  });
});
