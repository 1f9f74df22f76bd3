import { ArrowDown, ArrowUp } from 'lucide-react';
import { useT } from '../../lib/i18n.ts';
import type { SortState } from '../../lib/list-search.ts';
import type { SelectionStore } from '../../lib/selection.ts';
import { IconButton } from '../IconButton.tsx';
import type { Column } from './columns.ts';
import { SelectAll } from './SelectAll.tsx';

type BriefHeaderProps<T> = {
  columns: readonly Column<T>[];
  sort: SortState | undefined;
  onSortChange: ((sort: SortState | undefined) => void) | undefined;
  selection: SelectionStore | undefined;
  total: number;
};

/** On a narrow screen no column has a header of its own: by what the rows are sorted is chosen here. */
export function BriefHeader<T>({ columns, sort, onSortChange, selection, total }: BriefHeaderProps<T>) {
  const t = useT();
  const sortable = columns.filter(({ sortBy }) => sortBy !== undefined);
  const descending = sort?.descending ?? false;
  const sorts = onSortChange !== undefined && sortable.length > 0;
  if (!sorts && !selection) return null;
  return (
    <div role="rowgroup" className="dt-header">
      <div role="row" aria-rowindex={1} className="dt-header-row">
        {selection && <SelectAll selection={selection} total={total} />}
        <div role="columnheader" className="dt-cell dt-sorting">
          {sorts && (
            <>
              <select
                aria-label={t('ui.table.sortBy')}
                className="dt-sort"
                value={sort?.column ?? ''}
                onChange={event => onSortChange({ column: event.target.value, descending })}
              >
                {!sortable.some(({ sortBy }) => sortBy === sort?.column) && (
                  <option value={sort?.column ?? ''}>{t('ui.table.sortBy')}</option>
                )}
                {sortable.map(column => (
                  <option key={column.id} value={column.sortBy}>
                    {column.header}
                  </option>
                ))}
              </select>
              {sort && (
                <IconButton
                  size="small"
                  icon={descending ? ArrowDown : ArrowUp}
                  label={t(descending ? 'ui.table.descending' : 'ui.table.ascending')}
                  onClick={() => onSortChange({ ...sort, descending: !descending })}
                />
              )}
            </>
          )}
        </div>
      </div>
    </div>
  );
}
