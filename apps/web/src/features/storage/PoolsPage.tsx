import type { StoragePool } from '@orrery/contract/resources/storage.ts';
import { Database } from 'lucide-react';
import { useMemo } from 'react';
import { backendColumn, idColumn, nameColumn, statusColumn } from '../../components/cells/common-columns.tsx';
import { standingColumns } from '../../components/cells/standing-columns.tsx';
import { ListPage } from '../../components/ListPage.tsx';
import { PoolUse } from '../../components/PoolUse.tsx';
import type { Page } from '../../lib/feature.ts';
import { type Translate, useT } from '../../lib/i18n.ts';
import { percentOf } from '../../lib/percent-of.ts';
import { formatBytes, formatCount, formatPercent } from '../../lib/units.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import type { Column } from '../../ui/table/columns.ts';
import { PoolGroups } from './PoolGroups.tsx';

function PoolsPage() {
  const t = useT();
  const columns = useMemo(() => columnsOf(t), [t]);
  return (
    <ListPage
      kind="storage-pool"
      title={t('storage.pools.title')}
      columns={columns}
      defaultSort="name"
      above={<PoolGroups />}
      views={[
        { label: t('instances.views.all'), q: '' },
        { label: t('storage.pools.nearlyFull'), q: 'usedpercent>80' },
        { label: t('instances.views.attention'), q: 'is:attention' },
        { label: t('fields.shared'), q: 'is:shared' },
      ]}
      examples={['usedpercent>80', 'type:nfs', 'is:shared volumes>10']}
      empty={
        <EmptyState
          icon={Database}
          title={t('storage.pools.emptyTitle')}
          text={t('storage.pools.emptyText')}
        />
      }
    />
  );
}

function columnsOf(t: Translate): Column<StoragePool>[] {
  return [
    nameColumn(t),
    statusColumn(t),
    {
      id: 'used',
      brief: 'fact',
      header: t('storage.usedOf'),
      width: 250,
      sortBy: 'usedpercent',
      cell: p => <PoolUse pool={p} />,
    },
    {
      id: 'free',
      header: t('storage.freeColumn'),
      width: 100,
      align: 'end',
      cell: p =>
        p.capacityBytes === null || p.usedBytes === null ? '–' : formatBytes(p.capacityBytes - p.usedBytes),
    },
    {
      id: 'promised',
      header: t('fields.promised'),
      width: 100,
      align: 'end',
      sortBy: 'promised',
      cell: promised,
    },
    {
      id: 'volumes',
      header: t('storage.volumes.title'),
      width: 90,
      align: 'end',
      sortBy: 'volumes',
      cell: p => formatCount(p.volumeCount),
    },
    { id: 'type', header: t('fields.type'), width: 90, sortBy: 'type', cell: p => p.type },
    {
      id: 'hosts',
      header: t('fields.hosts'),
      width: 130,
      cell: p => `${formatCount(p.hosts.length)}${p.shared ? ` · ${t('fields.shared')}` : ''}`,
    },
    {
      id: 'poolgroup',
      header: t('fields.poolGroup'),
      width: 130,
      optional: true,
      sortBy: 'poolgroup',
      cell: p => p.poolGroup?.name,
    },
    ...standingColumns<StoragePool>(t),
    backendColumn(t, true),
    {
      id: 'path',
      header: t('fields.path'),
      width: 200,
      optional: true,
      sortBy: 'path',
      mono: true,
      cell: p => p.path,
    },
    idColumn(t),
  ];
}

/** As a share of what is there: above 100 % more was promised than there is. */
function promised({ promisedBytes, capacityBytes }: StoragePool) {
  const percent = percentOf(promisedBytes, capacityBytes);
  if (percent === null) return '–';
  return <span className={percent > 100 ? 'font-semibold' : ''}>{formatPercent(percent)}</span>;
}

export const page: Page = { Component: PoolsPage, rows: { kind: 'storage-pool', sort: 'name' } };
