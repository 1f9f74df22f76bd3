import { describe, expect, it } from 'vitest';
import { failed, merged, passed, skipped } from './result.ts';
import { summarise } from './summary.ts';

const outcome = (...results: Parameters<typeof summarise>[0][number]['results']) => ({
  title: 'a step',
  milliseconds: 1_500,
  results,
});

const elapsedMs = 2_000;

describe('the summary', () => {
  it('ends with one plain line with the sum over all kinds', () => {
    const unit = { kind: 'unit', passed: 40, failed: 2, skipped: 1, notes: ['a › b\nexpected 1'] };
    const text = summarise(
      [outcome(passed('types'), failed('lint', 'bad')), outcome(unit, skipped('real kvm', 'no lab'))],
      elapsedMs,
    );
    expect(text.split('\n').at(-1)).toBe('41 passed, 3 failed, 2 skipped');
    // Steps may run beside each other: the sum of their times says nothing.
    expect(text).toContain('2 steps in 2.0 s');
  });

  it('says what failed and why something was skipped, and shows each kind in the table', () => {
    const text = summarise(
      [outcome(failed('lint', 'first line\nsecond line'), skipped('real kvm', 'needs root'))],
      elapsedMs,
    );
    expect(text).toContain('── lint: 1 failed\n  • first line\n    second line');
    expect(text).toContain('── real kvm\n  • skipped: needs root');
    expect(text).toMatch(/^lint +0 +1 +0$/m);
    expect(text).toMatch(/^real kvm +0 +0 +1$/m);
  });

  it('stays short when one cause fails many tests', () => {
    const notes = Array.from({ length: 100 }, (_, index) => `test ${index}`);
    const text = summarise([outcome({ kind: 'unit', passed: 0, failed: 100, skipped: 0, notes })], elapsedMs);
    expect(text.split('\n').length).toBeLessThan(25);
    expect(text).toContain('… and 88 more');
  });
});

it('counts several runs of one kind as one', () => {
  expect(merged([passed('real kvm'), passed('browser'), failed('real kvm', 'late')])).toEqual([
    { kind: 'real kvm', passed: 1, failed: 1, skipped: 0, notes: ['late'] },
    { kind: 'browser', passed: 1, failed: 0, skipped: 0, notes: [] },
  ]);
});
