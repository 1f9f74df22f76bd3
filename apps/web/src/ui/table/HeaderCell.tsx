import { ArrowDown, ArrowUp } from 'lucide-react';
import { type DragEvent, type KeyboardEvent, type PointerEvent, useRef } from 'react';
import { useT } from '../../lib/i18n.ts';
import type { SortState } from '../../lib/list-search.ts';
import type { Column } from './columns.ts';

type HeaderCellProps<T> = {
  column: Column<T>;
  width: number;
  sort: SortState | undefined;
  onSort: (column: string) => void;
  /** While the pointer moves; `done` when it is let go. */
  onResize: (column: Column<T>, width: number, done: boolean) => void;
  onDropBefore: (dragged: string, before: string) => void;
};

const DRAG_TYPE = 'application/x-orrery-column';
const KEY_STEP_PX = 16;

export function HeaderCell<T>({ column, width, sort, onSort, onResize, onDropBefore }: HeaderCellProps<T>) {
  const sorted = sort !== undefined && sort.column === column.sortBy ? sort : undefined;
  const drop = (event: DragEvent) => {
    const dragged = event.dataTransfer.getData(DRAG_TYPE);
    if (dragged && dragged !== column.id) onDropBefore(dragged, column.id);
  };
  return (
    <div
      role="columnheader"
      // Reached through the sort button and the resizer inside it.
      tabIndex={-1}
      aria-sort={sorted ? (sorted.descending ? 'descending' : 'ascending') : undefined}
      className="dt-cell dt-head"
      data-align={column.align}
      data-fixed={column.fixed || undefined}
      draggable={!column.fixed}
      onDragStart={event => event.dataTransfer.setData(DRAG_TYPE, column.id)}
      onDragOver={event => event.dataTransfer.types.includes(DRAG_TYPE) && event.preventDefault()}
      onDrop={drop}
    >
      {column.sortBy === undefined ? (
        <span className="truncate">{column.header}</span>
      ) : (
        <SortButton
          header={column.header}
          sorted={sorted}
          onClick={() => onSort(column.sortBy ?? column.id)}
        />
      )}
      <Resizer column={column} width={width} onResize={onResize} />
    </div>
  );
}

type SortButtonProps = { header: string; sorted: SortState | undefined; onClick: () => void };

function SortButton({ header, sorted, onClick }: SortButtonProps) {
  const Arrow = sorted?.descending ? ArrowDown : ArrowUp;
  return (
    <button
      type="button"
      onClick={onClick}
      className="flex min-w-0 items-center gap-1 rounded-sm hover:text-text"
    >
      <span className="truncate">{header}</span>
      {sorted && <Arrow aria-hidden className="size-3 shrink-0 text-accent" />}
    </button>
  );
}

type ResizerProps<T> = Pick<HeaderCellProps<T>, 'column' | 'width' | 'onResize'>;

function Resizer<T>({ column, width, onResize }: ResizerProps<T>) {
  const t = useT();
  const start = useRef<{ x: number; width: number } | undefined>(undefined);
  const begin = (event: PointerEvent<HTMLDivElement>) => {
    event.preventDefault();
    event.currentTarget.setPointerCapture(event.pointerId);
    const drawn = event.currentTarget.parentElement?.offsetWidth ?? width;
    start.current = { x: event.clientX, width: drawn };
  };
  const move = (event: PointerEvent, done: boolean) => {
    if (!start.current) return;
    onResize(column, start.current.width + event.clientX - start.current.x, done);
    if (done) start.current = undefined;
  };
  const key = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowRight' ? KEY_STEP_PX : event.key === 'ArrowLeft' ? -KEY_STEP_PX : 0;
    if (step === 0) return;
    event.preventDefault();
    event.stopPropagation();
    onResize(column, width + step, true);
  };
  return (
    <div
      role="separator"
      tabIndex={0}
      aria-orientation="vertical"
      aria-valuenow={width}
      aria-label={t('ui.table.resize', { column: column.header })}
      className="dt-resize"
      onPointerDown={begin}
      onPointerMove={event => move(event, false)}
      onPointerUp={event => move(event, true)}
      onKeyDown={key}
    />
  );
}
