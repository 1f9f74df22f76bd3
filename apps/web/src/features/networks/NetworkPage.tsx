import type { Network } from '@orrery/contract/resources/network.ts';
import { quoteIfNeeded } from '@orrery/inventory/query/format.ts';
import { useMayAnywhere } from '../../api/session.ts';
import { ActivityTab } from '../../components/ActivityTab.tsx';
import { ProjectName } from '../../components/cells/ProjectName.tsx';
import { Confirmed } from '../../components/Confirmed.tsx';
import { DetailPage } from '../../components/DetailPage.tsx';
import { HostLinks } from '../../components/HostLinks.tsx';
import { InstancesOn } from '../../components/InstancesOn.tsx';
import { TableCard } from '../../components/TableCard.tsx';
import type { Page } from '../../lib/feature.ts';
import { useT } from '../../lib/i18n.ts';
import { Card } from '../../ui/Card.tsx';
import { type Fact, KeyValueList } from '../../ui/KeyValueList.tsx';
import { OfferButton } from './OfferButton.tsx';

function NetworkPage() {
  const t = useT();
  return (
    <DetailPage
      kind="network"
      listTitle={t('networks.title')}
      meta={network => (
        <>
          <span>{t(`networks.types.${network.type}`)}</span>
          <span className="font-mono text-12">{network.cidrs.join(', ')}</span>
        </>
      )}
      actions={network => <OfferButton network={network} />}
      primary={network => [network.status === 'active' ? 'stop' : 'start']}
      tabs={[
        { value: 'overview', label: t('instances.tabs.overview'), render: n => <Overview network={n} /> },
        {
          value: 'instances',
          label: t('fields.instances'),
          render: n => <InstancesOn q={`network:${quoteIfNeeded(n.id)}`} />,
        },
        { value: 'activity', label: t('instances.tabs.activity'), render: n => <ActivityTab target={n} /> },
      ]}
    />
  );
}

function Overview({ network }: { network: Network }) {
  const t = useT();
  return (
    <div className="grid items-start gap-4 xl:grid-cols-2">
      <Card title={t('instances.facts')}>
        <KeyValueList facts={useFacts(network)} />
      </Card>
      <TableCard
        title={t('networks.dhcpRanges')}
        rows={network.dhcpRanges}
        rowKey={range => range.start}
        empty={t(network.dhcp ? 'networks.rangesUnknown' : 'networks.noDhcp')}
        columns={[
          { header: t('networks.first'), cell: r => <code className="font-mono text-12">{r.start}</code> },
          { header: t('networks.last'), cell: r => <code className="font-mono text-12">{r.end}</code> },
        ]}
      />
    </div>
  );
}

function useFacts(n: Network): Fact[] {
  const t = useT();
  const topology = useMayAnywhere('fleet.read');
  const yesNo = (value: boolean | null) => (value === null ? null : t(value ? 'fields.yes' : 'fields.no'));
  const where: Fact[] = [
    { label: t('fields.bridge'), value: n.bridge, mono: true },
    { label: t('fields.hosts'), value: <HostLinks ids={n.hosts} /> },
  ];
  return [
    { label: t('fields.type'), value: t(`networks.types.${n.type}`) },
    { label: t('fields.cidr'), value: n.cidrs.join(', ') || null, mono: true },
    { label: t('fields.vlan'), value: n.vlan },
    { label: t('fields.dhcp'), value: yesNo(n.dhcp) },
    { label: t('fields.autostart'), value: yesNo(n.autostart) },
    ...(topology ? where : []),
    { label: t('fields.project'), value: <ProjectName id={n.project} /> },
    ...(n.project === null
      ? [{ label: t('networks.toTenants'), value: t(n.offered ? 'networks.offered' : 'networks.notOffered') }]
      : []),
    { label: t('fields.asOf'), value: <Confirmed of={n} /> },
    { label: t('fields.id'), value: n.id, mono: true },
  ];
}

export const page: Page = { Component: NetworkPage };
