import { preferencesStore, setPreferences, usePreferences } from '../lib/preferences.ts';
import { type Column, type ColumnState, DEFAULT_COLUMNS, exactly } from '../ui/table/columns.ts';

type TableColumns = {
  table: string;
  columns: readonly Pick<Column<never>, 'id'>[];
  /** As the address says: the columns that are shown, in order. */
  cols: string | undefined;
};

/** Columns as the link says, else as this person chose; a choice goes to both. */
export function useTableColumns({ table, columns, cols }: TableColumns, change: (cols: string) => void) {
  const own = usePreferences().columns[table] ?? DEFAULT_COLUMNS;
  const state: ColumnState = cols ? exactly(columns, own, cols.split(',')) : own;
  const setState = (next: ColumnState) => {
    setPreferences({ columns: { ...preferencesStore.get().columns, [table]: next } });
    if (next.order.join(',') !== state.order.join(',')) change(next.order.join(','));
  };
  return { state, setState };
}
