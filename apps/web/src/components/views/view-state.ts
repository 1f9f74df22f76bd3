import type { SavedView, ViewState } from '@orrery/contract/views/saved-views.ts';
import { ADDING, type ListSearch } from '../../lib/list-search.ts';

const FIELDS = ['q', 'sort', 'cols', 'group', 'tab'] as const satisfies readonly (keyof ViewState)[];

/** As many tabs as can be read at a glance; the others are in a menu. */
const SHOWN = 6;

/** What of an address a view keeps: not what is selected or open, nor the project that is looked at. */
export function stateOf(search: ListSearch): ViewState {
  const { q = '', sort = '', cols = '', group = '', tab = '' } = search;
  return { q, sort, cols, group, tab: tab === ADDING ? '' : tab };
}

/** The list as it is without any asking. A tab alone only says where it is. */
export const saysNothing = ({ q, sort, cols, group }: ViewState): boolean => !(q || sort || cols || group);

export const isChanged = (view: SavedView, search: ListSearch): boolean => {
  const state = stateOf(search);
  return FIELDS.some(field => state[field] !== view.state[field]);
};

/** The change of the address that opens it. What was selected or open belongs to what was looked at before. */
export const opened = ({ id, state }: Pick<SavedView, 'id' | 'state'>): ListSearch => ({
  ...state,
  view: id,
  sel: '',
  range: '',
  path: '',
});

/** A question that is always offered. It takes the place of a view with all that the view had set. */
export const asked = (q: string, current: SavedView | undefined): ListSearch =>
  current ? { q, sort: '', cols: '', group: '', view: '' } : { q, view: '' };

/** The address of a view below the path of its list. */
export function viewHref(path: string, view: SavedView): string {
  const said = FIELDS.filter(field => view.state[field] !== '');
  const query = new URLSearchParams(said.map(field => [field, quoted(view.state[field])]));
  query.set('view', view.id);
  return `${path}?${query.toString()}`;
}

/** The router reads what looks like JSON as such: a number or a word of it would come back as something else. */
function quoted(text: string): string {
  try {
    JSON.parse(text);
    return JSON.stringify(text);
  } catch {
    return text;
  }
}

/** The first few as tabs, the one that is open always among them. */
export function placed(
  views: readonly SavedView[],
  current: SavedView | undefined,
): { tabs: readonly SavedView[]; rest: readonly SavedView[] } {
  if (views.length <= SHOWN) return { tabs: views, rest: [] };
  const first = views.slice(0, SHOWN);
  const tabs = !current || first.includes(current) ? first : [...first.slice(0, -1), current];
  return { tabs, rest: views.filter(view => !tabs.includes(view)) };
}

/** Ids of own views with one of them moved by a place; null when it stands at that end already. */
export function moved(views: readonly SavedView[], id: string, by: -1 | 1): string[] | null {
  const ids = views.filter(({ mine }) => mine).map(view => view.id);
  const from = ids.indexOf(id);
  const other = ids[from + by];
  if (from < 0 || other === undefined) return null;
  ids[from] = other;
  ids[from + by] = id;
  return ids;
}

export const matches = (view: SavedView, words: string): boolean =>
  view.name.toLocaleLowerCase().includes(words.trim().toLocaleLowerCase());
