import type { Network as NetworkRow } from '@orrery/contract/resources/network.ts';
import { Network } from 'lucide-react';
import { useMemo } from 'react';
import { useMayAnywhere } from '../../api/session.ts';
import {
  backendColumn,
  idColumn,
  nameColumn,
  projectColumn,
  statusColumn,
} from '../../components/cells/common-columns.tsx';
import { ListPage } from '../../components/ListPage.tsx';
import { MakeButton } from '../../components/MakeButton.tsx';
import type { Page } from '../../lib/feature.ts';
import { type Translate, useT } from '../../lib/i18n.ts';
import { formatCount } from '../../lib/units.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import type { Column } from '../../ui/table/columns.ts';
import { NetworkDialog } from './NetworkDialog.tsx';

function NetworksPage() {
  const t = useT();
  const topology = useMayAnywhere('fleet.read');
  const columns = useMemo(() => columnsOf(t, topology), [t, topology]);
  return (
    <ListPage
      kind="network"
      title={t('networks.title')}
      columns={columns}
      defaultSort="name"
      views={[
        { label: t('instances.views.all'), q: '' },
        { label: t('networks.inactive'), q: '!status:active' },
        ...(topology ? [{ label: t('networks.unused'), q: 'instances:0' }] : []),
      ]}
      actions={
        <MakeButton
          label={t('networks.create')}
          permission="network.create"
          dialog={close => <NetworkDialog onClose={close} />}
        />
      }
      examples={['vlan:100..199', 'cidr:10.*', 'type:nat is:dhcp']}
      empty={<EmptyState icon={Network} title={t('networks.emptyTitle')} text={t('networks.emptyText')} />}
    />
  );
}

function columnsOf(t: Translate, topology: boolean): Column<NetworkRow>[] {
  return [
    nameColumn(t),
    statusColumn(t),
    {
      id: 'type',
      brief: 'fact',
      header: t('fields.type'),
      width: 100,
      sortBy: 'type',
      cell: n => t(`networks.types.${n.type}`),
    },
    {
      id: 'cidr',
      brief: 'fact',
      header: t('fields.cidr'),
      width: 190,
      mono: true,
      cell: n => n.cidrs.join(', '),
    },
    { id: 'dhcp', header: t('fields.dhcp'), width: 80, cell: n => t(n.dhcp ? 'fields.yes' : 'fields.no') },
    {
      id: 'vlan',
      header: t('fields.vlan'),
      width: 80,
      align: 'end',
      sortBy: 'vlan',
      cell: n => n.vlan ?? '–',
    },
    ...(topology ? topologyColumns(t) : []),
    backendColumn(t, true),
    projectColumn(t),
    idColumn(t),
  ];
}

function topologyColumns(t: Translate): Column<NetworkRow>[] {
  return [
    { id: 'bridge', header: t('fields.bridge'), width: 110, sortBy: 'bridge', cell: n => n.bridge },
    {
      id: 'hosts',
      header: t('fields.hosts'),
      width: 80,
      align: 'end',
      cell: n => formatCount(n.hosts.length),
    },
    {
      id: 'instances',
      header: t('fields.instances'),
      width: 100,
      align: 'end',
      sortBy: 'instances',
      cell: n => formatCount(n.instanceCount ?? 0),
    },
  ];
}

export const page: Page = { Component: NetworksPage, rows: { kind: 'network', sort: 'name' } };
