import type { QueryProblem } from './ast.ts';
import { type Field, type FieldTable, visibleFields } from './fields.ts';
import { nearest } from './nearest.ts';

export interface SortColumn<R> {
  readonly name: string;
  readonly descending: boolean;
  readonly field: Field<R>;
}

export interface ParsedSort<R> {
  readonly columns: readonly SortColumn<R>[];
  readonly problems: readonly QueryProblem[];
  /** Canonical text. */
  readonly text: string;
}

/** More would never be seen. */
const maxColumns = 4;

/** Reads `-cpu,name`: a minus is descending. Rows without a value come last either way; ties are broken by id. */
export function parseSort<R>(
  text: string,
  table: FieldTable<R>,
  hides: readonly string[] = [],
): ParsedSort<R> {
  const fields = visibleFields(table, hides);
  const columns: SortColumn<R>[] = [];
  const problems: QueryProblem[] = [];
  let from = 0;
  for (const part of text.split(',')) {
    const at = { from, to: from + part.length };
    from = at.to + 1;
    const word = part.trim();
    if (word === '') continue;
    const descending = word.startsWith('-');
    const name = descending ? word.slice(1) : word;
    const known = fields.find(name);
    if (known === undefined) {
      const meant = nearest(name, fields.names);
      const hint = meant === undefined ? '.' : `, did you mean '${meant}'?`;
      problems.push({
        code: 'unknown-field',
        ...at,
        message: `Unknown field '${name}'${hint}`,
        suggestion: meant,
      });
    } else if (known.field.type === 'list') {
      problems.push({
        code: 'not-sortable',
        ...at,
        message: `'${known.name}' has several values; sort by another.`,
      });
    } else if (!columns.some(column => column.name === known.name) && columns.length < maxColumns) {
      columns.push({ name: known.name, descending, field: known.field });
    }
  }
  return { columns, problems, text: formatSort(columns) };
}

export function formatSort(columns: readonly { name: string; descending: boolean }[]): string {
  return columns.map(column => `${column.descending ? '-' : ''}${column.name}`).join(',');
}
