import type { ResourceKind } from '@orrery/contract/resources/base.ts';
import { topology } from '@orrery/inventory/fields/common.ts';
import { fieldTables } from '@orrery/inventory/fields/tables.ts';
import type { QueryProblem } from '@orrery/inventory/query/ast.ts';
import { type Completion, completeQuery } from '@orrery/inventory/query/complete.ts';
import type { FieldTable } from '@orrery/inventory/query/fields.ts';
import { compileQuery } from '@orrery/inventory/query/compile.ts';
import { parseQuery } from '@orrery/inventory/query/parse.ts';
import { useSession } from './session.ts';

const NOTHING_HIDDEN: readonly string[] = [];
const TOPOLOGY_HIDDEN: readonly string[] = [topology];

/** The classes of fields that this person does not know of. */
export function useHiddenFields(): readonly string[] {
  const session = useSession();
  return session?.permissions.includes('fleet.read') ? NOTHING_HIDDEN : TOPOLOGY_HIDDEN;
}

export function completionsAt(
  kind: ResourceKind,
  text: string,
  cursor: number,
  hides: readonly string[],
): readonly Completion[] {
  return completeQuery(text, cursor, { table: tableOf(kind), hides, limit: 12 });
}

/** What the server would refuse, said before it is asked. */
export function problemsOf(
  kind: ResourceKind,
  text: string,
  hides: readonly string[],
): readonly QueryProblem[] {
  return compileQuery(parseQuery(text), { table: tableOf(kind), hides, now: () => Date.now() }).problems;
}

/** Completion and checking never call the getters, which alone depend on the row's type. */
const tableOf = (kind: ResourceKind) => fieldTables[kind] as FieldTable<unknown>;
