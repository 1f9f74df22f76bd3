import { describe, expect, it } from 'vitest';
import { EVERYTHING, isSelected, NOTHING, selectedCount, toggled, withSelected } from './selection.ts';

describe('selection', () => {
  it('toggles one row', () => {
    const one = toggled(NOTHING, 'a');
    expect(isSelected(one, 'a')).toBe(true);
    expect(isSelected(toggled(one, 'a'), 'a')).toBe(false);
  });

  it('everything means rows that are not loaded too', () => {
    expect(isSelected(EVERYTHING, 'never seen')).toBe(true);
    expect(selectedCount(EVERYTHING, 1284)).toBe(1284);
  });

  it('counts exceptions from everything', () => {
    const allButOne = toggled(EVERYTHING, 'b');
    expect(isSelected(allButOne, 'b')).toBe(false);
    expect(isSelected(allButOne, 'c')).toBe(true);
    expect(selectedCount(allButOne, 10)).toBe(9);
  });

  it('adds and removes a range', () => {
    const range = withSelected(NOTHING, ['a', 'b', 'c'], true);
    expect(selectedCount(range, 10)).toBe(3);
    expect([...withSelected(range, ['b'], false).ids]).toEqual(['a', 'c']);
  });
});
