import type { ReactNode } from 'react';
import { cn } from '../lib/cn.ts';

export type SimpleColumn<T> = { header: string; cell: (row: T) => ReactNode; end?: boolean };

export type SimpleTableProps<T> = {
  label: string;
  columns: readonly SimpleColumn<T>[];
  rows: readonly T[];
  rowKey: (row: T, index: number) => string;
  empty: string;
};

/** A short, plain table inside a card. Long or live lists are DataTable's. */
export function SimpleTable<T>({ label, columns, rows, rowKey, empty }: SimpleTableProps<T>) {
  if (rows.length === 0) return <p className="px-4 py-6 text-center text-13 text-muted">{empty}</p>;
  return (
    // Focusable, so that the keyboard can scroll it.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className="scroll-area" tabIndex={0} role="group" aria-label={label}>
      <table className="w-full text-13">
        <thead>
          <tr className="border-b text-left text-12 text-muted">
            {columns.map(column => (
              <th
                key={column.header}
                scope="col"
                className={cn('px-4 py-2 font-medium max-md:whitespace-nowrap', column.end && 'text-right')}
              >
                {column.header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={rowKey(row, index)} className="border-b last:border-b-0">
              {columns.map(column => (
                <td
                  key={column.header}
                  className={
                    column.end
                      ? 'tabular px-4 py-2 text-right whitespace-nowrap'
                      : // On a narrow screen the table scrolls: broken anywhere, words would stand letter below letter.
                        'px-4 py-2 wrap-break-word max-md:break-keep md:[overflow-wrap:anywhere] max-md:[&_a]:whitespace-nowrap'
                  }
                >
                  {column.cell(row) ?? '–'}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
