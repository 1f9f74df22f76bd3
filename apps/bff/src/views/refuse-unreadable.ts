import type { ResourceKind } from '@orrery/contract/resources/base.ts';
import { resourceRegistry } from '@orrery/contract/resources/registry.ts';
import type { ViewState } from '@orrery/contract/views/saved-views.ts';
import { fieldTables } from '@orrery/inventory/fields/tables.ts';
import { compileQuery } from '@orrery/inventory/query/compile.ts';
import type { FieldTable } from '@orrery/inventory/query/fields.ts';
import { parseQuery } from '@orrery/inventory/query/parse.ts';
import { parseSort } from '@orrery/inventory/query/sort.ts';
import { maySomewhere } from '../authz/principal.ts';
import type { Viewer } from '../authz/viewer.ts';
import { type Reason, RequestError } from '../errors/request-error.ts';
import { hiddenFields } from '../inventory/live-scope.ts';

interface Asked {
  kind: ResourceKind;
  state: ViewState;
}

/** A view that its own maker could not open is not kept. */
export function refuseUnreadable(viewer: Viewer, asked: Asked): void {
  if (!maySee(viewer, asked.kind))
    throw new RequestError('resource.not-found', 'There is no such list, or you may not see it');
  const reasons = problemsOf(viewer, asked);
  const [first] = reasons;
  if (first) throw new RequestError('query.invalid', first.message, { reasons });
}

/**
 * Whether this viewer's query language knows all that the view asks by. What tells of hosts is not shown to those who
 * may not know them: its text would name what they must not learn.
 */
export const isReadable = (viewer: Viewer, asked: Asked): boolean =>
  maySee(viewer, asked.kind) && problemsOf(viewer, asked).length === 0;

const maySee = ({ principal }: Viewer, kind: ResourceKind): boolean =>
  maySomewhere(principal, resourceRegistry[kind].visibility.permission);

function problemsOf(viewer: Viewer, { kind, state }: Asked): Reason[] {
  // Reading a query never asks a resource: of which kind they are does not matter.
  const table = fieldTables[kind] as FieldTable<unknown>;
  const hides = hiddenFields(viewer);
  const query = compileQuery(parseQuery(state.q), { table, hides, now: () => 0 });
  const order = parseSort(state.sort, table, hides);
  const reason = (field: string) => (problem: { code: string; message: string }) => ({
    code: problem.code,
    field: `state.${field}`,
    message: problem.message,
  });
  return [...query.problems.map(reason('q')), ...order.problems.map(reason('sort'))];
}
