import { alarmActions } from '@orrery/contract/actions/alarm-actions.ts';
import { clusterActions } from '@orrery/contract/actions/cluster-actions.ts';
import { hostActions } from '@orrery/contract/actions/host-actions.ts';
import { imageActions } from '@orrery/contract/actions/image-actions.ts';
import { instanceActions } from '@orrery/contract/actions/instance-actions.ts';
import {
  networkActions,
  snapshotActions,
  storagePoolActions,
  volumeActions,
} from '@orrery/contract/actions/other-actions.ts';
import { recommendationActions } from '@orrery/contract/actions/recommendation-actions.ts';
import { type CapabilityTable, capabilities } from '@orrery/contract/capabilities.ts';
import type { ActionRule, Refusal } from '@orrery/contract/actions/rule.ts';
import type { Resource } from '@orrery/contract/resources/registry.ts';
import type { ActionRequest } from './action.ts';
import type { ProvidedKind } from './provided-kinds.ts';
import type { Reported } from './reported.ts';
import { ProviderError } from './provider-error.ts';

interface AnyRule {
  name: string;
  args: ActionRule<never>['args'];
  refuse: (resource: never) => Refusal | null;
}

const rules: Partial<Record<ProvidedKind, readonly AnyRule[]>> = {
  instance: instanceActions,
  cluster: clusterActions,
  host: hostActions,
  image: imageActions,
  snapshot: snapshotActions,
  'storage-pool': storagePoolActions,
  volume: volumeActions,
  network: networkActions,
  recommendation: recommendationActions,
  alarm: alarmActions,
};

const ruleOf = ({ kind, action }: ActionRequest): AnyRule | undefined =>
  rules[kind]?.find(r => r.name === action);

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
