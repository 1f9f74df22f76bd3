import type { Instance } from '@orrery/contract/resources/instance.ts';
import { quoteIfNeeded } from '@orrery/inventory/query/format.ts';
import { listPath } from '../../components/paths.ts';
import type { Translate } from '../../lib/i18n.ts';
import type { Fact } from '../../ui/KeyValueList.tsx';
import { TextLink } from '../../ui/Link.tsx';

/** What only some instances have: what they are a part of, whether they are well, when they start again. */
export function placeFacts(t: Translate, { group, service, health, restart }: Instance): Fact[] {
  const facts: Fact[] = [];
  if (group) {
    const href = `${listPath('instance')}?q=${encodeURIComponent(`group:${quoteIfNeeded(group)}`)}`;
    facts.push({ label: t('fields.group'), value: <TextLink href={href}>{group}</TextLink> });
  }
  if (service) {
    const href = listPath('instance', `service:${quoteIfNeeded(service)}`);
    facts.push({ label: t('fields.service'), value: <TextLink href={href}>{service}</TextLink> });
  }
  if (health) facts.push({ label: t('fields.health'), value: t(`instances.healths.${health}`) });
  if (restart) facts.push({ label: t('fields.restart'), value: t(`instances.restarts.${restart}`) });
  return facts;
}
