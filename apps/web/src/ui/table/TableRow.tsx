import {
  memo,
  type MouseEvent,
  type ReactNode,
  useCallback,
  useLayoutEffect,
  useRef,
  useSyncExternalStore,
} from 'react';
import { useT } from '../../lib/i18n.ts';
import type { Brief } from './brief.ts';
import { BriefCell } from './BriefCell.tsx';
import type { Column } from './columns.ts';
import type { RowSource } from '../../lib/row-source.ts';
import { isSelected, type SelectionStore } from '../../lib/selection.ts';

export type RowContext<T> = {
  source: RowSource<T>;
  gridId: string;
  selection: SelectionStore | undefined;
  rowLabel: (row: T) => string;
  onPress: (index: number, event: MouseEvent) => void;
  onToggle: (index: number, extend: boolean) => void;
  onOpen: (index: number) => void;
};

type TableRowProps<T> = {
  context: RowContext<T>;
  columns: readonly Column<T>[];
  /** In two lines, for a narrow screen. */
  brief: Brief<T> | undefined;
  index: number;
  top: number;
  active: boolean;
  /** Flies by: drawn when the scrolling slows down. */
  passing: boolean;
};

export function rowElementId(gridId: string, index: number): string {
  return `${gridId}-row-${index}`;
}

const never = () => () => {};

function Row<T>({ context, columns, brief, index, top, active, passing }: TableRowProps<T>) {
  const { source, selection, gridId } = context;
  const subscribe = useCallback(
    (listener: () => void) => source.subscribeRow(index, listener),
    [source, index],
  );
  const row = useSyncExternalStore(subscribe, () => source.get(index));
  const id = source.idAt(index);
  const selected = useSyncExternalStore(
    selection?.subscribe ?? never,
    () => selection !== undefined && id !== undefined && isSelected(selection.get(), id),
  );
  const ref = useRef<HTMLDivElement>(null);
  useFlash(ref, { row, id, columns: brief?.facts ?? columns });
  return (
    <div
      ref={ref}
      role="row"
      id={rowElementId(gridId, index)}
      aria-rowindex={index + 2}
      aria-selected={selection ? selected : undefined}
      data-active={active || undefined}
      className="dt-row"
      style={{ transform: `translateY(${top}px)` }}
      onMouseDown={event => context.onPress(index, event)}
      onDoubleClick={() => context.onOpen(index)}
    >
      {row === undefined || passing ? (
        <Waiting columns={columns.length} />
      ) : (
        <>
          {selection && <SelectCell context={context} row={row} index={index} selected={selected} />}
          {brief && <BriefCell brief={brief} row={row} />}
          {!brief &&
            columns.map(column => (
              <Cell key={column.id} column={column}>
                {column.cell(row)}
              </Cell>
            ))}
        </>
      )}
    </div>
  );
}

// memo() loses the type parameter; the props are the same.
export const TableRow = memo(Row) as typeof Row;

function Cell<T>({ column, children }: { column: Column<T>; children: ReactNode }) {
  // Words alone need no box of their own to be cut off at the edge.
  const words = typeof children === 'string' || typeof children === 'number';
  return (
    <div
      role="gridcell"
      className={words ? 'dt-cell dt-words' : 'dt-cell'}
      data-align={column.align}
      data-fixed={column.fixed || undefined}
      data-mono={column.mono || undefined}
    >
      {children}
    </div>
  );
}

/** A row on its way. */
function Waiting({ columns }: { columns: number }) {
  const t = useT();
  return (
    <div role="gridcell" aria-colspan={columns} aria-label={t('ui.loading')} className="dt-cell dt-waiting" />
  );
}

type SelectCellProps<T> = { context: RowContext<T>; row: T; index: number; selected: boolean };

function SelectCell<T>({ context, row, index, selected }: SelectCellProps<T>) {
  const t = useT();
  return (
    <div role="gridcell" className="dt-cell dt-select">
      <input
        type="checkbox"
        tabIndex={-1}
        className="dt-check"
        checked={selected}
        aria-label={t('ui.table.select', { name: context.rowLabel(row) })}
        onClick={event => context.onToggle(index, event.shiftKey)}
        onChange={() => {}}
      />
    </div>
  );
}

const FLASH: Keyframe[] = [
  { backgroundColor: 'var(--flash)' },
  { backgroundColor: 'var(--flash)', offset: 0.8 },
  { backgroundColor: 'transparent' },
];
// Held long enough to be noticed, then gone within 150 ms.
const FLASH_MS = 750;

type Seen<T> = { row: T | undefined; id: string | undefined; columns: readonly Column<T>[] };

/** Tints the cells whose value changed since the last render of the same row. */
function useFlash<T>(ref: { current: HTMLDivElement | null }, now: Seen<T>): void {
  const before = useRef<Seen<T>>(now);
  useLayoutEffect(() => {
    const { row: old, id, columns } = before.current;
    before.current = now;
    if (!old || !now.row || old === now.row || id !== now.id || columns !== now.columns) return;
    if (window.matchMedia('(prefers-reduced-motion: reduce)').matches) return;
    const cells = ref.current?.querySelectorAll('.dt-cell:not(.dt-select, .dt-brief), .dt-fact');
    for (const [index, column] of now.columns.entries()) {
      if (!column.flashOn || column.flashOn(old) === column.flashOn(now.row)) continue;
      cells?.[index]?.animate(FLASH, FLASH_MS);
    }
  });
}
