import { describe, expect, it } from 'vitest';
import { rowWindow, scrollToShow, slotCount } from './row-window.ts';

const base = { height: 720, rowHeight: 36, total: 100_000 };

describe('row window', () => {
  it('is empty without rows', () => {
    expect(rowWindow({ ...base, total: 0, scrollTop: 0 })).toEqual({ first: 0, last: -1 });
  });

  it('covers what is visible, everywhere', () => {
    for (let scrollTop = 0; scrollTop < 36 * 99_980; scrollTop += 9973) {
      const { first, last } = rowWindow({ ...base, scrollTop });
      expect(first * 36).toBeLessThanOrEqual(scrollTop);
      expect((last + 1) * 36).toBeGreaterThanOrEqual(Math.min(scrollTop + 720, 3_600_000));
      expect(last - first + 1).toBeLessThanOrEqual(slotCount(720, 36));
    }
  });

  it('does not change for a small scroll', () => {
    const before = rowWindow({ ...base, scrollTop: 36_010 });
    expect(rowWindow({ ...base, scrollTop: 36_020 })).toEqual(before);
  });

  it('stays inside a list that became shorter than the scroll position', () => {
    expect(rowWindow({ ...base, total: 3, scrollTop: 5000 })).toEqual({ first: 2, last: 2 });
  });

  it('scrolls only as far as needed', () => {
    const measure = { scrollTop: 360, height: 720, rowHeight: 36 };
    expect(scrollToShow(12, measure)).toBe(360);
    expect(scrollToShow(9, measure)).toBe(324);
    expect(scrollToShow(30, measure)).toBe(31 * 36 - 720);
  });
});
