import type { Instance } from '@orrery/contract/resources/instance.ts';
import { useSecurityGroups } from '../../api/security-groups.ts';
import { ActionButton } from '../../components/actions/ActionButton.tsx';
import { SecurityRules } from '../../components/SecurityRules.tsx';
import { useT } from '../../lib/i18n.ts';
import { Card } from '../../ui/Card.tsx';

/** What may reach an instance: its groups with their rules. Only where they can be set. */
export function InstanceSecurity({ instance }: { instance: Instance }) {
  const t = useT();
  const { data } = useSecurityGroups();
  const ids = instance.securityGroups ?? [];
  const settable = instance.actions.some(({ name }) => name === 'setSecurityGroups');
  if (!settable && ids.length === 0) return null;
  return (
    <Card
      title={t('security.ofInstance')}
      flush
      actions={<ActionButton target={instance} action="setSecurityGroups" />}
    >
      {ids.length === 0 && (
        <p className="px-4 py-6 text-center text-13 text-muted">{t('security.allOpen')}</p>
      )}
      {ids.map(id => {
        const group = data?.find(one => one.id === id);
        const name = group?.name ?? id;
        return (
          <div key={id} className="border-b last:border-b-0">
            <h3 className="px-4 pt-3 text-13 font-semibold">{name}</h3>
            {group && <SecurityRules name={name} rules={group.rules} />}
          </div>
        );
      })}
    </Card>
  );
}
