import { ADDING } from '../lib/list-search.ts';
import { useListSearch } from './use-list-search.ts';

type Adding = { isOpen: boolean; open: () => void; close: () => void };

/** The form that makes something new. It is in the address, so that a link or the palette leads straight to it. */
export function useAdding(): Adding {
  const { search, setSearch } = useListSearch();
  return {
    isOpen: search.tab === ADDING,
    open: () => setSearch({ tab: ADDING }),
    close: () => setSearch({ tab: '', sel: '' }),
  };
}
