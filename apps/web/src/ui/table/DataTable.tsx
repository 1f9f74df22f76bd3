import { type KeyboardEvent, type PointerEvent, type ReactNode, useEffect, useId, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import type { SortState } from '../../lib/list-search.ts';
import { usePreferences } from '../../lib/preferences.ts';
import { type Column, type ColumnState, columnTemplate, DEFAULT_COLUMNS, visibleColumns } from './columns.ts';
import { NewRowsPill } from './NewRowsPill.tsx';
import type { RowSource } from './row-source.ts';
import { scrollToShow, slotCount } from './row-window.ts';
import { EVERYTHING, NOTHING, type SelectionStore } from './selection.ts';
import { TableHeader } from './TableHeader.tsx';
import { TableRow } from './TableRow.tsx';
import { tableCommand } from './table-keys.ts';
import { useAnchor } from './use-anchor.ts';
import { useRowActions } from './use-row-actions.ts';
import { useScrollWindow } from './use-scroll-window.ts';
import { useTableShortcuts } from './use-table-shortcuts.ts';

export const ROW_HEIGHT = { normal: 36, compact: 28 } as const;
const HEADER_HEIGHT = 32;

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
  selection?: SelectionStore;
  /** Enter or a double click. */
  onOpen?: (row: T) => void;
  /** Shown instead of rows when there are none. */
  empty?: ReactNode;
};

/** A live, virtual, keyboard-driven table. Focus stays on the grid; `aria-activedescendant` names the active row. */
export function DataTable<T>(props: DataTableProps<T>) {
  const { source, columns, label, columnState = DEFAULT_COLUMNS, selection, sort } = props;
  const { density } = usePreferences();
  const rowHeight = ROW_HEIGHT[density];
  const grid = useRef<HTMLDivElement>(null);
  const gridId = useId();
  useSyncExternalStore(source.subscribe, source.version);
  const total = source.total();
  const [activeId, setActiveId] = useState<string | undefined>();
  const active = activeId === undefined ? -1 : (source.indexOf(activeId) ?? -1);
  const { window: rows, height } = useScrollWindow(grid, rowHeight, total);
  useEffect(() => source.setViewport(rows.first, rows.last), [source, rows]);
  const { hold } = useAnchor(grid, source, rowHeight);
  const activate = (index: number) => {
    setActiveId(source.idAt(index));
    hold(index);
  };
  const context = useRowActions({ source, gridId, selection, rowLabel: props.rowLabel, activate, onOpen: props.onOpen });
  const shown = useMemo(() => visibleColumns(columns, columnState), [columns, columnState]);
  const { template, width } = columnTemplate(shown, columnState, selection !== undefined);

  const moveTo = (index: number) => {
    activate(index);
    const element = grid.current;
    if (!element) return;
    const measure = { scrollTop: element.scrollTop, height: element.clientHeight - HEADER_HEIGHT, rowHeight };
    element.scrollTop = scrollToShow(index, measure);
  };
  const onKeyDown = (event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey' | 'preventDefault'>) => {
    const pageRows = Math.max(1, Math.floor(height / rowHeight) - 2);
    const command = tableCommand(event, { active, total, pageRows });
    if (!command) return;
    if (command.kind === 'clear' && activeId === undefined) return;
    event.preventDefault();
    if (command.kind === 'move') {
      if (command.extend) context.extendTo(command.to);
      moveTo(command.to);
    } else if (command.kind === 'select') context.onToggle(active, false);
    else if (command.kind === 'selectAll') selection?.set(EVERYTHING);
    else if (command.kind === 'open') context.onOpen(active);
    else {
      selection?.set(NOTHING);
      setActiveId(undefined);
      hold(undefined);
    }
  };
  useTableShortcuts(key => {
    grid.current?.focus();
    onKeyDown(key);
  });
  const onPointerMove = (event: PointerEvent) => {
    if (active >= 0 || event.pointerType !== 'mouse') return;
    hold(rowUnder(event));
  };

  const slots = slotCount(height, rowHeight);
  const indices = Array.from({ length: Math.max(0, rows.last - rows.first + 1) }, (_, at) => rows.first + at);
  return (
    <div className="dt-frame">
      <NewRowsPill source={source} />
      <div
        ref={grid}
        role="grid"
        tabIndex={0}
        aria-label={label}
        aria-rowcount={total + 1}
        aria-colcount={shown.length + (selection ? 1 : 0)}
        aria-multiselectable={selection ? true : undefined}
        aria-activedescendant={active >= rows.first && active <= rows.last ? `${gridId}-row-${active}` : undefined}
        className="dt-scroll"
        style={{ '--cols': template, '--table-width': `${width}px`, '--row': `${rowHeight}px` } as React.CSSProperties}
        onKeyDown={event => event.target === event.currentTarget && onKeyDown(event)}
        onPointerMove={onPointerMove}
        onPointerLeave={() => active < 0 && hold(undefined)}
      >
        <TableHeader
          grid={grid}
          columns={columns}
          shown={shown}
          state={columnState}
          onStateChange={state => props.onColumnStateChange?.(state)}
          sort={sort}
          onSortChange={props.onSortChange}
          selection={selection}
          total={total}
        />
        <div role="rowgroup" className="dt-body" style={{ height: total * rowHeight }}>
          {indices.map(index => (
            <TableRow
              key={index % slots}
              context={context}
              columns={shown}
              index={index}
              top={index * rowHeight}
              active={index === active}
            />
          ))}
        </div>
        {total === 0 && props.empty}
      </div>
    </div>
  );
}

function rowUnder(event: PointerEvent): number | undefined {
  if (!(event.target instanceof Element)) return undefined;
  const position = event.target.closest('.dt-row')?.getAttribute('aria-rowindex');
  return position ? Number(position) - 2 : undefined;
}
