import type { PoolGroup } from '@orrery/contract/resources/structure.ts';
import type { Translate } from '../../lib/i18n.ts';

/** Whether the back end keeps its pools alike, and how far it goes by itself. */
export function balanceWords(t: Translate, { balancer: { enabled, automation } }: PoolGroup): string {
  if (!enabled) return t('fields.no');
  return automation === null ? t('fields.yes') : t(`storage.groups.automation.${automation}`);
}
