import { useNavigate, useSearch } from '@tanstack/react-router';
import {
  formatSort,
  type ListSearch,
  mergeListSearch,
  parseListSearch,
  parseSort,
  type SortState,
} from '../lib/list-search.ts';

type ListSearchState = {
  search: ListSearch;
  sort: SortState | undefined;
  setSearch: (change: ListSearch) => void;
  setSort: (sort: SortState | undefined) => void;
};

/** The state of a list, read from and written to the address. Typing replaces the entry; Back leaves the page. */
export function useListSearch(): ListSearchState {
  const search = useSearch({ strict: false, select: (all: Record<string, unknown>) => parseListSearch(all) });
  const navigate = useNavigate();
  const setSearch = (change: ListSearch) => {
    // Onto what the address says by now: the page may not have been drawn with what was just typed.
    const merged = (now: Record<string, unknown>) => mergeListSearch(parseListSearch(now), change);
    void navigate({ to: '.', search: merged, replace: true });
  };
  return {
    search,
    sort: parseSort(search.sort),
    setSearch,
    setSort: sort => setSearch({ sort: formatSort(sort) ?? '' }),
  };
}
