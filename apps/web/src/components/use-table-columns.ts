import { preferencesStore, setPreferences, usePreferences } from '../lib/preferences.ts';
import { type ColumnState, DEFAULT_COLUMNS } from '../ui/table/columns.ts';

/** Columns as the link says, else as this person chose; a choice goes to both. */
export function useTableColumns(table: string, cols: string | undefined, change: (cols: string) => void) {
  const own = usePreferences().columns[table] ?? DEFAULT_COLUMNS;
  const state: ColumnState = cols
    ? { ...own, order: cols.split(','), hidden: own.hidden.filter(id => !cols.split(',').includes(id)) }
    : own;
  const setState = (next: ColumnState) => {
    setPreferences({ columns: { ...preferencesStore.get().columns, [table]: next } });
    if (next.order.join(',') !== state.order.join(',')) change(next.order.join(','));
  };
  return { state, setState };
}
