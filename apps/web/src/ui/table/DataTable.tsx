import {
  type CSSProperties,
  type PointerEvent,
  type ReactNode,
  type RefObject,
  useId,
  useLayoutEffect,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
import type { SortState } from '../../lib/list-search.ts';
import { BriefHeader } from './BriefHeader.tsx';
import { type Column, type ColumnState, DEFAULT_COLUMNS } from './columns.ts';
import { NewRowsPill } from './NewRowsPill.tsx';
import type { RowSource } from '../../lib/row-source.ts';
import type { SelectionStore } from '../../lib/selection.ts';
import { TableBody } from './TableBody.tsx';
import { TableHeader } from './TableHeader.tsx';
import { rowElementId } from './TableRow.tsx';
import { useAnchor } from './use-anchor.ts';
import { useRowActions } from './use-row-actions.ts';
import { useTableLayout } from './use-table-layout.ts';
import { useTableKeys } from './use-table-keys.ts';
import { useTableShortcuts } from './use-table-shortcuts.ts';

export type DataTableProps<T> = {
  source: RowSource<T>;
  columns: readonly Column<T>[];
  /** Name of the table for screen readers. */
  label: string;
  /** Name of a row, for its checkbox. */
  rowLabel: (row: T) => string;
  columnState?: ColumnState;
  onColumnStateChange?: (state: ColumnState) => void;
  sort?: SortState | undefined;
  onSortChange?: (sort: SortState | undefined) => void;
  selection?: SelectionStore | undefined;
  /** Enter or a double click. */
  onOpen?: ((row: T) => void) | undefined;
  /** What is listed, such as query and sort: when it is something else, the list begins at its top again. */
  listed?: string;
  /** Nothing is known yet: rows are on their way. */
  waiting?: boolean;
  /** Shown instead of rows when there are none. */
  empty?: ReactNode;
};

/** A live, virtual, keyboard-driven table. Focus stays on the grid; `aria-activedescendant` names the active row. */
export function DataTable<T>(props: DataTableProps<T>) {
  const { source, columns, columnState = DEFAULT_COLUMNS, selection } = props;
  const selectable = selection !== undefined;
  const { rowHeight, shown, brief, template, width } = useTableLayout(columns, columnState, selectable);
  const grid = useRef<HTMLDivElement>(null);
  const gridId = useId();
  useSyncExternalStore(source.subscribe, source.version);
  const total = source.total();
  const [activeId, setActiveId] = useState<string | undefined>();
  const active = activeId === undefined ? -1 : (source.indexOf(activeId) ?? -1);
  const { hold } = useAnchor(grid, source, rowHeight);
  const activate = (index: number | undefined) => {
    setActiveId(index === undefined ? undefined : source.idAt(index));
    hold(index);
  };
  useTopOfList(grid, props.listed);
  const { rowLabel, onOpen } = props;
  const actions = useRowActions({ source, gridId, selection, rowLabel, activate, onOpen });
  const onKeyDown = useTableKeys({ grid, source, rowHeight, active, activate, actions });
  useTableShortcuts(key => {
    grid.current?.focus();
    onKeyDown(key);
  });
  const showNew = () => {
    activate(undefined);
    source.release();
    grid.current?.scrollTo({ top: 0 });
  };
  const head = { columns, sort: props.sort, onSortChange: props.onSortChange, selection, total };
  const follow = (event: PointerEvent) => {
    if (active < 0 && event.pointerType === 'mouse') hold(rowUnder(event));
  };
  return (
    <div className="dt-frame">
      <NewRowsPill source={source} onRelease={showNew} />
      <div
        ref={grid}
        role="grid"
        tabIndex={0}
        aria-label={props.label}
        aria-rowcount={total + 1}
        aria-multiselectable={selectable || undefined}
        aria-activedescendant={active < 0 ? undefined : rowElementId(gridId, active)}
        className="dt-scroll"
        style={cssVariables({ '--cols': template, '--table-width': `${width}px`, '--row': `${rowHeight}px` })}
        onKeyDown={event => event.target === event.currentTarget && onKeyDown(event)}
        onPointerMove={follow}
        onPointerLeave={() => active < 0 && hold(undefined)}
      >
        {brief ? (
          <BriefHeader {...head} />
        ) : (
          <TableHeader
            {...head}
            grid={grid}
            shown={shown}
            state={columnState}
            onStateChange={state => props.onColumnStateChange?.(state)}
          />
        )}
        <TableBody
          context={actions}
          columns={shown}
          rowHeight={rowHeight}
          tableWidth={width}
          active={active}
          brief={brief}
        />
      </div>
      {total === 0 && props.waiting && (
        <div aria-hidden className="dt-coming" style={cssVariables({ '--row': `${rowHeight}px` })} />
      )}
      {/* Beside the grid, not in it: a grid holds rows only. */}
      {total === 0 && props.empty && <div className="dt-empty">{props.empty}</div>}
    </div>
  );
}

function useTopOfList(grid: RefObject<HTMLDivElement | null>, listed: string | undefined): void {
  const before = useRef(listed);
  useLayoutEffect(() => {
    if (before.current === listed) return;
    before.current = listed;
    grid.current?.scrollTo({ top: 0 });
  }, [grid, listed]);
}

/** React's style type knows no custom properties, though it sets them. */
function cssVariables(variables: Record<`--${string}`, string>): CSSProperties {
  return variables;
}

function rowUnder(event: PointerEvent): number | undefined {
  if (!(event.target instanceof Element)) return undefined;
  const position = event.target.closest('.dt-row')?.getAttribute('aria-rowindex');
  return position ? Number(position) - 2 : undefined;
}
