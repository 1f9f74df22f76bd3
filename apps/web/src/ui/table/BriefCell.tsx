import type { Brief } from './brief.ts';
import type { Column } from './columns.ts';

/** A row on a narrow screen: its title, and below it what else matters most. */
export function BriefCell<T>({ brief, row }: { brief: Brief<T>; row: T }) {
  return (
    <div role="gridcell" className="dt-cell dt-brief">
      <div className="dt-brief-words">
        <div className="dt-brief-title">{brief.title.cell(row)}</div>
        <div className="dt-brief-facts">
          {brief.facts.map(column => (
            <Fact key={column.id} column={column} row={row} />
          ))}
        </div>
      </div>
      {brief.end?.cell(row)}
    </div>
  );
}

function Fact<T>({ column, row }: { column: Column<T>; row: T }) {
  const said = column.cell(row);
  const none = said === null || said === undefined || said === '';
  const words = typeof said === 'string' || typeof said === 'number';
  // A number alone does not say what it counts.
  const labelled = column.brief === 'labelled' || (words && column.align === 'end');
  return (
    // Kept without a value, so that what flashes is found by its place.
    <div className="dt-fact" data-mono={column.mono || undefined} hidden={none}>
      {labelled && <span className="text-subtle">{column.header}</span>}
      {said}
    </div>
  );
}
