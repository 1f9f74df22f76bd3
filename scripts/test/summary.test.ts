import { describe, expect, it } from 'vitest';
import { failed, passed, skipped } from './result.ts';
import { summarise } from './summary.ts';

const outcome = (...results: Parameters<typeof summarise>[0][number]['results']) => ({
  title: 'a step',
  milliseconds: 1_500,
  results,
});

describe('the summary', () => {
  it('ends with one plain line with the sum over all kinds', () => {
    const unit = { kind: 'unit', passed: 40, failed: 2, skipped: 1, notes: ['a › b\nexpected 1'] };
    const text = summarise([
      outcome(passed('types'), failed('lint', 'bad')),
      outcome(unit, skipped('real kvm', 'no lab')),
    ]);
    expect(text.split('\n').at(-1)).toBe('41 passed, 3 failed, 2 skipped');
  });

  it('says what failed and why something was skipped, and shows each kind in the table', () => {
    const text = summarise([
      outcome(failed('lint', 'first line\nsecond line'), skipped('real kvm', 'needs root')),
    ]);
    expect(text).toContain('── lint: 1 failed\n  • first line\n    second line');
    expect(text).toContain('── real kvm\n  • skipped: needs root');
    expect(text).toMatch(/^lint +0 +1 +0$/m);
    expect(text).toMatch(/^real kvm +0 +0 +1$/m);
  });

  it('stays short when one cause fails many tests', () => {
    const notes = Array.from({ length: 100 }, (_, index) => `test ${index}`);
    const text = summarise([outcome({ kind: 'unit', passed: 0, failed: 100, skipped: 0, notes })]);
    expect(text.split('\n').length).toBeLessThan(25);
    expect(text).toContain('… and 88 more');
  });
});
