import type { ActionRule } from '@orrery/contract/actions/rule.ts';
import type { Capability, CapabilityTable } from '@orrery/contract/capabilities.ts';
import { capabilities } from '@orrery/contract/capabilities.ts';
import type { ActionState, ResourceKind } from '@orrery/contract/resources/base.ts';
import { type Resource, resourceRegistry } from '@orrery/contract/resources/registry.ts';
import { may, type Principal } from '../authz/principal.ts';

/** What the backends can do now; asked for each row that is sent. */
export interface BackendFacts {
  /** Undefined: there is no such backend (any more). */
  capabilities: (backend: string) => CapabilityTable | undefined;
}

/** Why an action is refused, from the first of: rights, capability, connection, state. */
export interface ActionRefusal {
  cause: 'permission' | 'capability' | 'connection' | 'state';
  code: string;
  reason: string;
}

const known = new Set<string>(capabilities);
const isCapability = (name: string): name is Capability => known.has(name);

const ofKind = new Map<ResourceKind, Map<string, Capability | null>>();

/** Asked twenty times for each row that is sent: a name put together anew each time was half of an action's cost. */
function capabilityOf(kind: ResourceKind, action: string): Capability | null {
  const actions = ofKind.get(kind) ?? new Map<string, Capability | null>();
  ofKind.set(kind, actions);
  const before = actions.get(action);
  if (before !== undefined) return before;
  const name = `${kind}.${action}`;
  const capability = isCapability(name) ? name : null;
  actions.set(action, capability);
  return capability;
}

const denied: ActionRefusal = {
  cause: 'permission',
  code: 'permission.denied',
  reason: 'Your role does not allow it',
};
const noBackend: ActionRefusal = {
  cause: 'connection',
  code: 'backend.unavailable',
  reason: 'Its backend is not configured any more',
};
const disconnected: ActionRefusal = {
  cause: 'connection',
  code: 'backend.unavailable',
  reason: 'There is no connection to it now; what is shown may be out of date',
};

/** The rules of a kind. Each rule takes the resources of its own kind only. */
export function rulesOf(kind: ResourceKind): readonly ActionRule<Resource>[] {
  // The registry is keyed by kind, so these rules are for exactly the resources whose `kind` this is.
  return resourceRegistry[kind].actions as unknown as readonly ActionRule<Resource>[];
}

export function refusalOf(
  rule: ActionRule<Resource>,
  resource: Resource,
  who: { principal: Principal; backends: BackendFacts },
): ActionRefusal | null {
  if (!may(who.principal, rule.permission, resource.project)) return denied;
  const table = resource.backend === null ? undefined : who.backends.capabilities(resource.backend);
  if (table === undefined) return noBackend;
  const capability = capabilityOf(resource.kind, rule.name);
  const able =
    capability === null ? `There is no capability ${resource.kind}.${rule.name}` : table[capability];
  if (able !== true && !rule.orrery) return { cause: 'capability', code: 'capability.missing', reason: able };
  if (resource.stale) return disconnected;
  const refusal = rule.refuse(resource);
  return refusal === null ? null : { cause: 'state', ...refusal };
}

/** Lists that were given out, by what they say. Reasons may hold figures, so there is no end to them by itself. */
const given = new Map<string, ActionState[]>();
const mostGiven = 5_000;

/**
 * `actions` of a row as one principal sees it. Computed only for rows that are sent. Rows that may be done the same
 * with share one list: it is held once, compared by identity and sent once a frame.
 */
export function actionsOf(
  resource: Resource,
  who: { principal: Principal; backends: BackendFacts },
): ActionState[] {
  // What is nothing of a backend (Orrery's own images) has routes of its own.
  const rules = resource.backend === null ? [] : rulesOf(resource.kind);
  const refusals = rules.map(rule => refusalOf(rule, resource, who));
  const said = refusals.map(refusal => (refusal === null ? '' : `${refusal.code} ${refusal.reason}`));
  const key = `${resource.kind}\n${said.join('\n')}`;
  const known = given.get(key);
  if (known !== undefined) return known;
  const actions = rules.map(({ name }, index): ActionState => {
    const refusal = refusals[index] ?? null;
    if (refusal === null) return { name, allowed: true };
    return { name, allowed: false, code: refusal.code, reason: refusal.reason };
  });
  if (given.size >= mostGiven) given.clear();
  given.set(key, actions);
  return actions;
}
