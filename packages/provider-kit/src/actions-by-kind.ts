import type { Call } from './calls.ts';
import type { ActionRequest, ActionResult, Resolution } from './action.ts';
import type { ProvidedKind } from './provided-kinds.ts';
import { ProviderError } from './provider-error.ts';

/** How a provider acts on one kind of resource, and how it finds out what became of an action. */
export interface KindActions<Executor> {
  act: (executor: Executor, call: Call) => Promise<ActionResult>;
  resolve: (executor: Executor, call: Call) => Resolution | Promise<Resolution>;
}

export type ActionsByKind<Executor> = Readonly<Partial<Record<ProvidedKind, KindActions<Executor>>>>;

export function actionsOn<Executor>(
  table: ActionsByKind<Executor>,
  kind: ProvidedKind,
): KindActions<Executor> {
  const actions = table[kind];
  if (actions) return actions;
  throw new ProviderError('capability.missing', `There are no actions on a ${kind}`);
}

/** The row of an action in a table by its name. */
export function rowOf<Row>(rows: Readonly<Record<string, Row>>, { kind, action }: ActionRequest): Row {
  const row = Object.hasOwn(rows, action) ? rows[action] : undefined;
  if (row !== undefined) return row;
  throw new ProviderError('capability.missing', `There is no action ${action} on a ${kind}`);
}
