import type { RefObject } from 'react';
import { nextSort, type SortState } from '../../lib/list-search.ts';
import {
  type Column,
  type ColumnState,
  clampWidth,
  columnTemplate,
  columnWidth,
  moveBefore,
} from './columns.ts';
import { HeaderCell } from './HeaderCell.tsx';
import type { SelectionStore } from '../../lib/selection.ts';
import { SelectAll } from './SelectAll.tsx';

type TableHeaderProps<T> = {
  grid: RefObject<HTMLDivElement | null>;
  columns: readonly Column<T>[];
  shown: readonly Column<T>[];
  state: ColumnState;
  onStateChange: (state: ColumnState) => void;
  sort: SortState | undefined;
  onSortChange: ((sort: SortState | undefined) => void) | undefined;
  selection: SelectionStore | undefined;
  total: number;
};

export function TableHeader<T>(props: TableHeaderProps<T>) {
  const { grid, columns, shown, state, onStateChange, sort, onSortChange, selection, total } = props;
  const resize = (column: Column<T>, width: number, done: boolean) => {
    const next = { ...state, widths: { ...state.widths, [column.id]: clampWidth(column, width) } };
    if (done) onStateChange(next);
    else applyTemplate(grid.current, columnTemplate(shown, next, selection !== undefined));
  };
  return (
    <div role="rowgroup" className="dt-header">
      <div role="row" aria-rowindex={1} className="dt-header-row">
        {selection && <SelectAll selection={selection} total={total} />}
        {shown.map(column => (
          <HeaderCell
            key={column.id}
            column={column}
            width={columnWidth(column, state)}
            sort={sort}
            onSort={by => onSortChange?.(nextSort(sort, by))}
            onResize={resize}
            onDropBefore={(id, before) => onStateChange(moveBefore(columns, state, { id, before }))}
          />
        ))}
      </div>
    </div>
  );
}

/** Written straight to the element: while a border is dragged no row renders. */
function applyTemplate(
  grid: HTMLDivElement | null,
  { template, width }: { template: string; width: number },
): void {
  grid?.style.setProperty('--cols', template);
  grid?.style.setProperty('--table-width', `${width}px`);
}
