import type { SecurityRule } from '@orrery/contract/security/security-groups.ts';
import { useT } from '../lib/i18n.ts';
import { SimpleTable } from './SimpleTable.tsx';

type SecurityRulesProps = { name: string; rules: readonly SecurityRule[] };

/** What a group lets through, in words. */
export function SecurityRules({ name, rules }: SecurityRulesProps) {
  const t = useT();
  return (
    <SimpleTable<SecurityRule>
      label={t('security.rulesOf', { name })}
      rows={rules}
      rowKey={(_, index) => String(index)}
      empty={t('security.nothingPasses')}
      columns={[
        { header: t('security.direction'), cell: rule => t(`security.directions.${rule.direction}`) },
        { header: t('security.protocol'), cell: rule => t(`security.protocols.${rule.protocol}`) },
        {
          header: t('security.ports'),
          cell: ({ ports, protocol }) => {
            if (protocol === 'icmp') return '–';
            if (ports === null) return t('security.allPorts');
            return ports.from === ports.to ? ports.from : `${ports.from}–${ports.to}`;
          },
        },
        { header: t('security.remote'), cell: rule => rule.remote ?? t('security.anybody') },
      ]}
    />
  );
}
