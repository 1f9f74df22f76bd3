import type { ResourceKind } from '@orrery/contract/resources/base.ts';
import type { SavedView, ViewState } from '@orrery/contract/views/saved-views.ts';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { orrery } from '../../api/orrery.ts';
import { useListSearch } from '../use-list-search.ts';
import { asked, isChanged, opened, stateOf } from './view-state.ts';

const NONE: readonly SavedView[] = [];
// Others share one now and then; one's own changes are asked for at once.
const FRESH_MS = 60_000;

export type Views = {
  views: readonly SavedView[];
  /** The one that was opened last, also when the list has been changed since. */
  current: SavedView | undefined;
  changed: boolean;
  /** What would be saved now. */
  state: ViewState;
  open: (view: Pick<SavedView, 'id' | 'state'>) => void;
  ask: (q: string) => void;
  /** Goes on with the list as it is, without a view. */
  leave: () => void;
  failed: boolean;
  retry: () => void;
};

/** The saved views of one list, and which of them the address is. */
export function useViews(kind: ResourceKind): Views {
  const { search, setSearch } = useListSearch();
  const found = useQuery({
    queryKey: ['views', kind],
    queryFn: ({ signal }) => orrery.views.list(kind, signal),
    staleTime: FRESH_MS,
  });
  const views = found.data ?? NONE;
  const current = views.find(({ id }) => id === search.view);
  return {
    views,
    current,
    changed: current !== undefined && isChanged(current, search),
    state: stateOf(search),
    open: view => setSearch(opened(view)),
    ask: q => setSearch(asked(q, current)),
    leave: () => setSearch({ view: '' }),
    failed: found.isError,
    retry: () => void found.refetch(),
  };
}

/** Asks for the views again after one was written. */
export function useViewsWritten(kind: ResourceKind): () => Promise<void> {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: ['views', kind] });
}
