import { type ResourceKind, resourceKinds } from '@orrery/contract/resources/base.ts';
import { topology } from '@orrery/inventory/fields/common.ts';
import { fieldTables } from '@orrery/inventory/fields/tables.ts';
import type { QueryProblem } from '@orrery/inventory/query/ast.ts';
import {
  type Completion,
  completeQuery,
  type KnownValue,
  namesAskedAt,
} from '@orrery/inventory/query/complete.ts';
import type { FieldTable } from '@orrery/inventory/query/fields.ts';
import { compileQuery } from '@orrery/inventory/query/compile.ts';
import { parseQuery } from '@orrery/inventory/query/parse.ts';
import type { NamesAsked } from './known-names.ts';
import { useSession } from './session.ts';

const NOTHING_HIDDEN: readonly string[] = [];
const TOPOLOGY_HIDDEN: readonly string[] = [topology];

/** The classes of fields that this person does not know of. */
export function useHiddenFields(): readonly string[] {
  const session = useSession();
  return session?.permissions.includes('fleet.read') ? NOTHING_HIDDEN : TOPOLOGY_HIDDEN;
}

type Cursor = { text: string; cursor: number };
type Known = {
  hides: readonly string[];
  /** Names that may stand at the cursor. */
  names: readonly KnownValue[];
};

export function completionsAt(
  kind: ResourceKind,
  { text, cursor }: Cursor,
  { hides, names }: Known,
): readonly Completion[] {
  return completeQuery(text, cursor, { table: tableOf(kind), hides, valuesOf: () => names, limit: 12 });
}

/** Whose names would help at the cursor. */
export function namesWanted(
  kind: ResourceKind,
  { text, cursor }: Cursor,
  hides: readonly string[],
): NamesAsked | undefined {
  const asked = namesAskedAt(text, cursor, { table: tableOf(kind), hides });
  const of = resourceKinds.find(one => one === asked?.kind);
  return asked && of && { kind: of, typed: asked.typed };
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
