import type { Cluster } from '@orrery/contract/resources/cluster.ts';
import { Group } from 'lucide-react';
import { useMemo } from 'react';
import { LoadCell } from '../../components/cells/LoadCell.tsx';
import { backendColumn, idColumn, nameColumn, statusColumn } from '../../components/cells/common-columns.tsx';
import { standingColumns } from '../../components/cells/standing-columns.tsx';
import { ListPage } from '../../components/ListPage.tsx';
import type { Page } from '../../lib/feature.ts';
import { type Translate, useT } from '../../lib/i18n.ts';
import { percentOf } from '../../lib/percent-of.ts';
import { formatCount, formatMiB } from '../../lib/units.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import type { Column } from '../../ui/table/columns.ts';

function ClustersPage() {
  const t = useT();
  const columns = useMemo(() => columnsOf(t), [t]);
  return (
    <ListPage
      kind="cluster"
      title={t('clusters.title')}
      columns={columns}
      defaultSort="name"
      views={[
        { label: t('instances.views.all'), q: '' },
        { label: t('instances.views.attention'), q: 'is:attention' },
      ]}
      examples={['cpu>50', 'status:degraded', 'hosts>=4']}
      empty={<EmptyState icon={Group} title={t('clusters.emptyTitle')} text={t('clusters.emptyText')} />}
    />
  );
}

function columnsOf(t: Translate): Column<Cluster>[] {
  return [
    nameColumn(t),
    statusColumn(t),
    backendColumn(t),
    {
      id: 'hosts',
      brief: 'fact',
      header: t('clusters.hostsUp'),
      width: 100,
      align: 'end',
      sortBy: 'hosts',
      cell: c => `${c.hostsUp} / ${c.hostCount}`,
    },
    {
      id: 'running',
      header: t('fields.running'),
      width: 110,
      align: 'end',
      sortBy: 'running',
      cell: c => `${formatCount(c.runningCount)} / ${formatCount(c.instanceCount)}`,
    },
    {
      id: 'cpu',
      brief: 'labelled',
      header: t('fields.cpu'),
      width: 150,
      sortBy: 'cpu',
      cell: c => <LoadCell percent={c.cpuPercent} label={`${t('fields.cpu')} ${c.name}`} />,
    },
    {
      id: 'memory',
      brief: 'labelled',
      header: t('fields.memory'),
      width: 150,
      sortBy: 'memoryused',
      cell: c => (
        <LoadCell
          percent={percentOf(c.memoryUsedMiB, c.memoryMiB)}
          label={`${t('fields.memory')} ${c.name}`}
        />
      ),
    },
    {
      id: 'vcpus',
      header: t('hosts.vcpusPromised'),
      width: 120,
      align: 'end',
      cell: c => `${formatCount(c.vcpusPromised)} / ${formatCount(c.threads)}`,
    },
    {
      id: 'promisedMemory',
      header: t('hosts.memoryPromised'),
      width: 160,
      align: 'end',
      cell: c => `${formatMiB(c.memoryPromisedMiB)} / ${formatMiB(c.memoryMiB)}`,
    },
    ...standingColumns<Cluster>(t),
    idColumn(t),
  ];
}

export const page: Page = { Component: ClustersPage, rows: { kind: 'cluster', sort: 'name' } };
