import { useEffect, useRef, useState } from 'react';
import type { Brief } from './brief.ts';
import type { Column } from './columns.ts';
import { type RowWindow, slotCount } from './row-window.ts';
import { type RowContext, TableRow } from './TableRow.tsx';
import { useScrollWindow } from './use-scroll-window.ts';

type TableBodyProps<T> = {
  context: RowContext<T>;
  columns: readonly Column<T>[];
  rowHeight: number;
  tableWidth: number;
  active: number;
  /** Rows of two lines, for a narrow screen. */
  brief: Brief<T> | undefined;
};

/** The rows on screen. Their elements are recycled: a row that scrolls out lends its element to one that scrolls in. */
export function TableBody<T>({ context, columns, rowHeight, tableWidth, active, brief }: TableBodyProps<T>) {
  const { source } = context;
  const body = useRef<HTMLDivElement>(null);
  const total = source.total();
  const { window, height, flying } = useScrollWindow(body, { rowHeight, total, tableWidth });
  const { first, last } = window;
  const read = useReadRows(window, flying);
  // What is flown over is not asked for.
  useEffect(() => {
    if (!flying) source.setViewport(first, last);
  }, [source, first, last, flying]);
  const slots = slotCount(height, rowHeight);
  const indices = Array.from(
    { length: Math.max(0, Math.min(last, total - 1) - first + 1) },
    (_, at) => first + at,
  );
  return (
    <div ref={body} role="rowgroup" className="dt-body" style={{ height: total * rowHeight }}>
      {indices.map(index => (
        <TableRow
          key={index % slots}
          context={context}
          columns={columns}
          brief={brief}
          index={index}
          top={index * rowHeight}
          active={index === active}
          passing={index < read.first || index > read.last}
        />
      ))}
    </div>
  );
}

/** The rows that are drawn whole: all in the window, or while it flies those that were before. */
function useReadRows(window: RowWindow, flying: boolean): RowWindow {
  const [landed, setLanded] = useState(window);
  if (!flying && landed !== window) setLanded(window);
  return flying ? landed : window;
}
