import type { SavedView } from '@orrery/contract/views/saved-views.ts';
import { describe, expect, it } from 'vitest';
import { mergeListSearch, parseListSearch } from '../../lib/list-search.ts';
import {
  asked,
  isChanged,
  matches,
  moved,
  opened,
  placed,
  saysNothing,
  stateOf,
  viewHref,
} from './view-state.ts';

const view = (id: string, more: Partial<SavedView> = {}): SavedView => ({
  id,
  kind: 'instance',
  name: `View ${id}`,
  state: { q: 'cpu>80', sort: '-cpu', cols: 'name,cpu', group: '', tab: '' },
  share: { with: 'nobody' },
  mine: true,
  by: 'ann',
  createdAt: '2026-01-01T00:00:00.000Z',
  changedAt: '2026-01-01T00:00:00.000Z',
  ...more,
});
const many = (count: number) => Array.from({ length: count }, (_, index) => view(String(index)));
const idsOf = (views: readonly SavedView[]) => views.map(({ id }) => id);

describe('what a view keeps', () => {
  it('is the question and its look, not the selection, the project or an open form', () => {
    const search = { q: 'web', sort: 'name', sel: 'a,b', project: 'p', tab: 'add', view: 'v' };
    expect(stateOf(search)).toEqual({ q: 'web', sort: 'name', cols: '', group: '', tab: '' });
    expect(stateOf({ tab: 'history' }).tab).toBe('history');
  });

  it('is nothing on a list that nobody has asked', () => {
    expect(saysNothing(stateOf({ project: 'p', tab: 'history' }))).toBe(true);
    expect(saysNothing(stateOf({ cols: 'name' }))).toBe(false);
  });
});

describe('an open view', () => {
  it('stands in the address, and is changed once that differs', () => {
    const search = mergeListSearch({ q: 'old', sel: 'a', project: 'p', group: 'host' }, opened(view('v')));
    expect(search).toEqual({ q: 'cpu>80', sort: '-cpu', cols: 'name,cpu', project: 'p', view: 'v' });
    expect(isChanged(view('v'), search)).toBe(false);
    expect(isChanged(view('v'), { ...search, sel: 'a' })).toBe(false);
    for (const field of ['q', 'sort', 'cols', 'group', 'tab'] as const)
      expect(isChanged(view('v'), { ...search, [field]: 'other' }), field).toBe(true);
  });

  it('gives way to a question that is always offered, with all that it had set', () => {
    const open = mergeListSearch({ project: 'p' }, opened(view('v')));
    expect(mergeListSearch(open, asked('is:attention', view('v')))).toEqual({
      q: 'is:attention',
      project: 'p',
    });
    expect(mergeListSearch({ sort: 'name' }, asked('web', undefined))).toEqual({ q: 'web', sort: 'name' });
  });

  it('is a link, also where its text looks like something else to the router', () => {
    const state = { q: 'a b&c', sort: '', cols: '', group: '', tab: 'history' };
    expect(viewHref('/migrations', view('v', { state }))).toBe('/migrations?q=a+b%26c&tab=history&view=v');
    for (const q of ['12', 'true', 'null', '"web"', 'web']) {
      const href = viewHref('/instances', view('v', { state: { ...state, q } }));
      const read = Object.fromEntries(
        [...new URL(href, 'http://x').searchParams].map(([key, text]) => [key, asRouterReads(text)]),
      );
      expect(parseListSearch(read).q).toBe(q);
    }
  });
});

/** As TanStack Router's default parseSearch. */
function asRouterReads(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

describe('tabs', () => {
  it('are the first few and the open one; the rest is in a menu', () => {
    expect(placed(many(6), undefined).rest).toEqual([]);
    const views = many(9);
    expect(idsOf(placed(views, undefined).tabs)).toEqual(['0', '1', '2', '3', '4', '5']);
    const far = placed(views, views[8]);
    expect(idsOf(far.tabs)).toEqual(['0', '1', '2', '3', '4', '8']);
    expect(idsOf(far.rest)).toEqual(['5', '6', '7']);
    expect(idsOf(placed(views, views[2]).tabs)).toContain('5');
  });

  it('are moved among one’s own', () => {
    const views = [...many(3), view('theirs', { mine: false })];
    expect(moved(views, '1', -1)).toEqual(['1', '0', '2']);
    expect(moved(views, '0', 1)).toEqual(['1', '0', '2']);
    expect(moved(views, '0', -1)).toBeNull();
    expect(moved(views, '2', 1)).toBeNull();
    expect(moved(views, 'theirs', -1)).toBeNull();
  });

  it('are found by a part of the name', () => {
    expect(matches(view('v', { name: 'Hot on KVM' }), ' kvm')).toBe(true);
    expect(matches(view('v', { name: 'Hot on KVM' }), 'cold')).toBe(false);
  });
});
