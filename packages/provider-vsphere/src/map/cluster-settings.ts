import type { Cluster } from '@orrery/contract/resources/cluster.ts';
import { asBoolean, asNumber, asObject, asText, type VimValue } from '@orrery/vim25/values.ts';

type Automation = NonNullable<Cluster['balancer']>['automation'];

const automations: Readonly<Record<string, Automation>> = {
  manual: 'manual',
  partiallyAutomated: 'partial',
  fullyAutomated: 'full',
};

/** DRS, from `drsConfig`. Its rate goes from 1, which does everything, to 5, which does what must be done. */
export function balancerOf(value: VimValue | undefined): Cluster['balancer'] {
  const config = asObject(value);
  if (!config) return null;
  const rate = asNumber(config['vmotionRate']);
  return {
    enabled: asBoolean(config['enabled']) ?? false,
    automation: automations[asText(config['defaultVmBehavior']) ?? ''] ?? null,
    threshold: rate !== null && rate >= 1 && rate <= 5 ? 6 - rate : null,
  };
}

/** HA, from `dasConfig`. */
export function availabilityOf(value: VimValue | undefined): Cluster['availability'] {
  const config = asObject(value);
  if (!config) return null;
  const monitoring = asText(config['hostMonitoring']);
  return {
    enabled: asBoolean(config['enabled']) ?? false,
    hostMonitoring: monitoring === null ? null : monitoring === 'enabled',
    admissionControl: asBoolean(config['admissionControlEnabled']),
  };
}
