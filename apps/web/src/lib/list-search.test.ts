import { describe, expect, it } from 'vitest';
import {
  formatSort,
  mergeListSearch,
  nextSort,
  parseListSearch,
  parseSort,
  splitIds,
} from './list-search.ts';

describe('the address of a list', () => {
  it('keeps text, turns numbers back into text, drops the rest', () => {
    expect(parseListSearch({ q: 12, sort: '-cpu', evil: 'x', tab: { a: 1 } })).toEqual({
      q: '12',
      sort: '-cpu',
    });
  });

  it('gets shorter when something is cleared', () => {
    expect(mergeListSearch({ q: 'web', sort: 'name' }, { q: '' })).toEqual({ sort: 'name' });
    expect(mergeListSearch({ q: 'web' }, { tab: 'hot' })).toEqual({ q: 'web', tab: 'hot' });
  });

  it('sort round trips, and a third click removes it', () => {
    const up = nextSort(undefined, 'name');
    const down = nextSort(up, 'name');
    expect(formatSort(up)).toBe('name');
    expect(formatSort(down)).toBe('-name');
    expect(nextSort(down, 'name')).toBeUndefined();
    expect(nextSort(down, 'cpu')).toEqual({ column: 'cpu', descending: false });
    expect(parseSort('-cpu')).toEqual({ column: 'cpu', descending: true });
  });

  it('reads ids', () => {
    expect(splitIds('a,b,,c')).toEqual(['a', 'b', 'c']);
    expect(splitIds(undefined)).toEqual([]);
  });
});
