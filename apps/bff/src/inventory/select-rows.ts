import type { ResourceKind } from '@orrery/contract/resources/base.ts';
import type { ResourceTypes } from '@orrery/contract/resources/registry.ts';
import { fieldTables } from '@orrery/inventory/fields/tables.ts';
import { compareKeys, type SortKey, sortKey } from '@orrery/inventory/live/sort-keys.ts';
import type { QueryProblem } from '@orrery/inventory/query/ast.ts';
import { compileQuery } from '@orrery/inventory/query/compile.ts';
import type { FieldTable, NameOf } from '@orrery/inventory/query/fields.ts';
import { parseQuery } from '@orrery/inventory/query/parse.ts';
import { parseSort, type SortColumn } from '@orrery/inventory/query/sort.ts';
import type { Viewer } from '../authz/viewer.ts';
import { RequestError } from '../errors/request-error.ts';
import { hiddenFields } from './live-scope.ts';

interface Selection {
  viewer: Viewer;
  q: string;
  sort: string;
  now: number;
  nameOf: NameOf;
  /** False: they are only to be counted. */
  ordered: boolean;
}

/** All rows of a kind that the viewer sees and the query matches, in order if asked. */
export function selectRows<K extends ResourceKind>(
  kind: K,
  rows: Iterable<ResourceTypes[K]>,
  { viewer, q, sort, now, nameOf, ordered }: Selection,
): ResourceTypes[K][] {
  // The table of a kind asks the resources of that kind; indexing by a type parameter hides it.
  const table = fieldTables[kind] as FieldTable<ResourceTypes[K]>;
  const hides = hiddenFields(viewer);
  const { matches, problems } = compileQuery(parseQuery(q), { table, hides, now: () => now, nameOf });
  const order = parseSort(sort, table, hides);
  refuse('q', problems);
  refuse('sort', order.problems);
  const found: ResourceTypes[K][] = [];
  for (const row of rows) if (viewer.scope.sees(row) && matches(row)) found.push(row);
  return ordered ? sorted(found, order.columns) : found;
}

function refuse(field: string, problems: readonly QueryProblem[]): void {
  const [first] = problems;
  if (first === undefined) return;
  const reasons = problems.map(({ code, message }) => ({ code, field, message }));
  throw new RequestError('query.invalid', first.message, { reasons });
}

/** Keys are computed once a row, not once a comparison. */
function sorted<R extends { id: string }>(rows: R[], columns: readonly SortColumn<R>[]): R[] {
  const keyed = rows.map(row => ({ row, keys: columns.map(column => sortKey(column.field, row)) }));
  keyed.sort((a, b) => compare(a, b, columns));
  return keyed.map(({ row }) => row);
}

interface Keyed {
  row: { id: string };
  keys: readonly SortKey[];
}

function compare(a: Keyed, b: Keyed, columns: readonly { descending: boolean }[]): number {
  for (const [index, { descending }] of columns.entries()) {
    const order = compareKeys(a.keys[index], b.keys[index], descending);
    if (order !== 0) return order;
  }
  return a.row.id < b.row.id ? -1 : 1;
}
