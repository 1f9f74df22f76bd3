/** What the URL of a list says. Everything is optional, so that a plain link stays plain. */
export type ListSearch = {
  q?: string;
  /** `name` or `-cpuPercent`, as in the API. */
  sort?: string;
  /** Visible columns in order, comma separated; absent means the person's own choice. */
  cols?: string;
  tab?: string;
  /** What the rows are grouped by. */
  group?: string;
  /** Selected or opened resource ids, comma separated. */
  sel?: string;
  /** A span of time: `1h`, `24h` or two ISO instants joined by `/`. */
  range?: string;
  /** Where one is in the files of an instance. */
  path?: string;
  /** What is shown is narrowed to this project. */
  project?: string;
  /** The saved view that was opened; what it says stands in the other fields. */
  view?: string;
};

const KEYS = ['q', 'sort', 'cols', 'tab', 'group', 'sel', 'range', 'path', 'project', 'view'] as const;

/** Stands in `tab` while the form that makes something new is open. */
export const ADDING = 'add';
/** Where that form is reached. */
export const addingPath = (list: string): string => `${list}?tab=${ADDING}`;

/** For `validateSearch` of a route. Drops what is not text, keeps foreign keys out of our links. */
export function parseListSearch(search: Record<string, unknown>): ListSearch {
  const parsed: ListSearch = {};
  for (const key of KEYS) {
    const value = search[key];
    // The router parses `?q=12` to a number: the person typed text.
    if (typeof value === 'string' || typeof value === 'number') parsed[key] = String(value);
  }
  return parsed;
}

/** Removes what is empty, so that clearing a filter also shortens the link. */
export function mergeListSearch(previous: ListSearch, change: ListSearch): ListSearch {
  const merged: ListSearch = {};
  for (const key of KEYS) {
    const value = key in change ? change[key] : previous[key];
    if (value) merged[key] = value;
  }
  return merged;
}

export function splitIds(text: string | undefined): string[] {
  return text ? text.split(',').filter(Boolean) : [];
}

export type SortState = { column: string; descending: boolean };

export function parseSort(text: string | undefined): SortState | undefined {
  if (!text) return undefined;
  return text.startsWith('-')
    ? { column: text.slice(1), descending: true }
    : { column: text, descending: false };
}

export function formatSort(sort: SortState | undefined): string | undefined {
  return sort && `${sort.descending ? '-' : ''}${sort.column}`;
}

/** First click sorts up, second down, third removes the sort. */
export function nextSort(current: SortState | undefined, column: string): SortState | undefined {
  if (current?.column !== column) return { column, descending: false };
  return current.descending ? undefined : { column, descending: true };
}
