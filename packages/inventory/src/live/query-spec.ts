import type { ParsedQuery, QueryProblem } from '../query/ast.ts';
import { type CompiledQuery, compileQuery } from '../query/compile.ts';
import { type Field, type FieldTable, type NameOf, visibleFields } from '../query/fields.ts';
import { queryKey } from '../query/format.ts';
import { nearest } from '../query/nearest.ts';
import { parseQuery } from '../query/parse.ts';
import { type ParsedSort, parseSort } from '../query/sort.ts';
import type { StoredResource } from '../store/types.ts';
import type { SumColumn } from './aggregate-set.ts';
import type { AggregateSpec, OpenErrorCode, RowsSpec, Scope } from './types.ts';

export const maxWindow = 500;
const maxSums = 8;

export interface SpecContext<R extends StoredResource> {
  readonly table: FieldTable<R>;
  readonly scope: Scope<R>;
  readonly now: () => number;
  readonly folded: (resource: R) => string;
  readonly nameOf?: NameOf | undefined;
}

export type Read<T> =
  | ({ readonly ok: true } & T)
  | { readonly ok: false; readonly code: OpenErrorCode; readonly problems: readonly QueryProblem[] };

export interface ReadFilter<R> {
  readonly compiled: CompiledQuery<R>;
  /** The same for all texts that ask the same. */
  readonly text: string;
  /** Predicate and scope in one. */
  readonly matches: (resource: R) => boolean;
}

function readFilter<R extends StoredResource>(q: string, context: SpecContext<R>): Read<ReadFilter<R>> {
  const parsed: ParsedQuery = parseQuery(q);
  const { table, scope, now, folded, nameOf } = context;
  const compiled = compileQuery(parsed, { table, hides: scope.hides, now, folded, nameOf });
  if (compiled.problems.length > 0) return { ok: false, code: 'query.invalid', problems: compiled.problems };
  const matches = scope.seesAll
    ? (resource: R) => compiled.matches(resource)
    : (resource: R) => scope.sees(resource) && compiled.matches(resource);
  return { ok: true, compiled, text: queryKey(parsed.query), matches };
}

export interface ReadRows<R> extends ReadFilter<R> {
  readonly sort: ParsedSort<R>;
}

export function readRowsSpec<R extends StoredResource>(
  spec: RowsSpec,
  context: SpecContext<R>,
): Read<ReadRows<R>> {
  const { offset, limit } = spec.window;
  const whole = Number.isInteger(offset) && Number.isInteger(limit);
  if (!whole || offset < 0 || limit < 0 || limit > maxWindow) {
    const message = `A window starts at 0 or later and has at most ${maxWindow} rows.`;
    return refused('window.invalid', [{ code: 'bad-window', from: 0, to: 0, message }]);
  }
  const filter = readFilter(spec.q, context);
  if (!filter.ok) return filter;
  const sort = parseSort(spec.sort, context.table, context.scope.hides);
  if (sort.problems.length > 0) return refused('sort.invalid', sort.problems);
  return { ...filter, sort };
}

export interface ReadAggregate<R> extends ReadFilter<R> {
  readonly group: ((resource: R) => string | null) | undefined;
  readonly sums: readonly SumColumn<R>[];
}

export function readAggregateSpec<R extends StoredResource>(
  spec: AggregateSpec,
  context: SpecContext<R>,
): Read<ReadAggregate<R>> {
  const filter = readFilter(spec.q, context);
  if (!filter.ok) return filter;
  const fields = visibleFields(context.table, context.scope.hides);
  const problems: QueryProblem[] = [];
  const find = (name: string): Field<R> | undefined => {
    const field = fields.find(name)?.field;
    if (field === undefined) problems.push(unknownField(name, fields.names));
    return field;
  };
  const groupField = spec.groupBy === null ? undefined : find(spec.groupBy);
  const group = groupField && groupReader(groupField);
  if (groupField !== undefined && group === undefined) problems.push(notGroupable(spec.groupBy ?? ''));
  const sums = spec.sums.slice(0, maxSums).flatMap(name => {
    const field = find(name);
    const column = field && sumColumn(name, field);
    if (field !== undefined && column === undefined) problems.push(notSummable(name));
    return column ?? [];
  });
  if (problems.length > 0) return refused('aggregate.invalid', problems);
  return { ...filter, group, sums };
}

function refused(code: OpenErrorCode, problems: readonly QueryProblem[]) {
  return { ok: false, code, problems } as const;
}

function groupReader<R>(field: Field<R>): ((resource: R) => string | null) | undefined {
  if (field.type === 'enum') return resource => field.get(resource) ?? null;
  if (field.type === 'string' && field.group) {
    return resource => (field.ref === undefined ? field.get(resource) : field.ref(resource)) ?? null;
  }
  return undefined;
}

function sumColumn<R>(name: string, field: Field<R>): SumColumn<R> | undefined {
  switch (field.type) {
    case 'bytes':
    case 'duration':
      // Whole numbers that may be large: 2^53 bytes are 8 PiB.
      return { name, scale: 1, read: resource => field.get(resource) ?? 0 };
    case 'number':
    case 'percent':
      return { name, scale: 1_000, read: resource => field.get(resource) ?? 0 };
    default:
      return undefined;
  }
}

function unknownField(name: string, known: readonly string[]): QueryProblem {
  const meant = nearest(name, known);
  const hint = meant === undefined ? '.' : `, did you mean '${meant}'?`;
  return {
    code: 'unknown-field',
    from: 0,
    to: 0,
    message: `Unknown field '${name}'${hint}`,
    suggestion: meant,
  };
}

function notGroupable(name: string): QueryProblem {
  const message = `'${name}' has too many different values to group by.`;
  return { code: 'not-groupable', from: 0, to: 0, message };
}

function notSummable(name: string): QueryProblem {
  return { code: 'not-summable', from: 0, to: 0, message: `'${name}' is not a quantity and has no sum.` };
}
