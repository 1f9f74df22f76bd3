import { type CapabilityTable, capabilities } from '@orrery/contract/capabilities.ts';
import type { ActionRule, Refusal } from '@orrery/contract/actions/rule.ts';
import { type Resource, resourceRegistry } from '@orrery/contract/resources/registry.ts';
import type { ActionRequest } from './action.ts';
import type { Reported } from './reported.ts';
import { ProviderError } from './provider-error.ts';

interface AnyRule {
  name: string;
  args: ActionRule<never>['args'];
  refuse: (resource: never) => Refusal | null;
}

function ruleOf({ kind, action }: ActionRequest): AnyRule | undefined {
  const rules: readonly AnyRule[] = resourceRegistry[kind].actions;
  return rules.find(r => r.name === action);
}

/** Checked arguments; throws when the action or its arguments are not possible at all. */
export function checkedArgs(request: ActionRequest, table: CapabilityTable): Record<string, unknown> {
  const capability = capabilities.find(c => c === `${request.kind}.${request.action}`);
  const rule = ruleOf(request);
  if (capability === undefined || !rule) {
    throw new ProviderError(
      'capability.missing',
      `There is no action ${request.action} on a ${request.kind}`,
    );
  }
  const supported = table[capability];
  if (supported !== true) throw new ProviderError('capability.missing', supported);
  const parsed = rule.args.safeParse(request.args);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new ProviderError(
    'args.invalid',
    `${issue?.path.join('.') || request.action}: ${issue?.message ?? 'not valid'}`,
  );
}

/** Throws when the state that was just read does not allow the action. */
export function checkState(request: ActionRequest, resource: Reported): void {
  // What a provider reports, with the two fields that the BFF adds, is the resource; the rule is the one of its kind.
  const whole = { ...resource, actions: [], stale: false } as Resource as never;
  const refusal = ruleOf(request)?.refuse(whole);
  if (refusal) throw new ProviderError('resource.state', refusal.reason);
}
