import type { ActionRule } from '@orrery/contract/actions/rule.ts';
import type { ErrorCode } from '@orrery/contract/errors/codes.ts';
import type { ResourceKind } from '@orrery/contract/resources/base.ts';
import type { Resource } from '@orrery/contract/resources/registry.ts';
import { z } from 'zod';
import type { Viewer } from '../authz/viewer.ts';
import { fieldWords } from '../errors/field-words.ts';
import { RequestError } from '../errors/request-error.ts';
import { type ActionRefusal, type BackendFacts, refusalOf, rulesOf } from '../inventory/actions-of.ts';
import type { InventoryStore } from '../inventory/resource-row.ts';
import { isOperableKind, type OperableKind } from './operable-kinds.ts';
import { referenceRefusal } from './references.ts';

export interface Asked {
  rule: ActionRule<Resource>;
  kind: OperableKind;
  args: Record<string, unknown>;
}

/** The action by its name, with its arguments checked. Throws `action.unknown` and `request.invalid`. */
export function readAction(kind: ResourceKind, action: string, args: unknown): Asked {
  const rule = rulesOf(kind).find(({ name }) => name === action);
  if (rule === undefined || !isOperableKind(kind)) {
    throw new RequestError('action.unknown', `There is no action "${action}" on a ${kind}`);
  }
  const parsed = rule.args.safeParse(args ?? {}, { error: fieldWords });
  if (parsed.success) return { rule, kind, args: parsed.data };
  const reasons = parsed.error.issues.map(issue => ({ field: issue.path.join('.'), message: issue.message }));
  throw new RequestError('request.invalid', z.prettifyError(parsed.error), { reasons });
}

export type Admission =
  | { ok: true; target: Resource; backend: string }
  | { ok: false; name: string | null; refusal: ActionRefusal | null };

/** May this viewer do that to this target now? `refusal` is null when there is no such target for them. */
export function admit(
  viewer: Viewer,
  { rule, kind, args }: Asked,
  where: { id: string; store: InventoryStore; backends: BackendFacts },
): Admission {
  const target = where.store.get(kind, where.id);
  if (target === undefined || !viewer.scope.sees(target)) return { ok: false, name: null, refusal: null };
  const refusal = refusalOf(rule, target, { principal: viewer.principal, backends: where.backends });
  if (refusal !== null) return { ok: false, name: target.name, refusal };
  const astray = referenceRefusal(target, { action: rule.name, args, viewer, store: where.store });
  if (astray !== null) return { ok: false, name: target.name, refusal: astray };
  // A target without a backend is refused above: nothing could carry the action out.
  return { ok: true, target, backend: target.backend ?? '' };
}

const codes: Record<ActionRefusal['cause'], ErrorCode> = {
  permission: 'permission.denied',
  capability: 'capability.missing',
  connection: 'backend.unavailable',
  state: 'action.refused',
};

export function refusedError(refusal: ActionRefusal | null): RequestError {
  if (refusal === null) return new RequestError('resource.not-found', 'There is no such resource');
  const { cause, code, reason } = refusal;
  return new RequestError(codes[cause], reason, { reasons: [{ code, message: reason }] });
}

export const busy: ActionRefusal = {
  cause: 'state',
  code: 'state.busy',
  reason: 'Another operation on it has not ended yet; wait for it or cancel it',
};
