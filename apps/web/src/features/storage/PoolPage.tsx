import type { StoragePool } from '@orrery/contract/resources/storage.ts';
import { quoteIfNeeded } from '@orrery/inventory/query/format.ts';
import { useLiveList } from '../../api/live-rows.ts';
import { ActivityTab } from '../../components/ActivityTab.tsx';
import { AlarmStrip } from '../../components/AlarmStrip.tsx';
import { Confirmed } from '../../components/Confirmed.tsx';
import { DetailPage } from '../../components/DetailPage.tsx';
import { HostLinks } from '../../components/HostLinks.tsx';
import { detailPath, listPath } from '../../components/paths.ts';
import { SimpleTable } from '../../components/SimpleTable.tsx';
import type { Page } from '../../lib/feature.ts';
import { useT } from '../../lib/i18n.ts';
import { formatBytes, formatCount } from '../../lib/units.ts';
import { CapacityBar } from '../../ui/CapacityBar.tsx';
import { Card } from '../../ui/Card.tsx';
import { type Fact, KeyValueList } from '../../ui/KeyValueList.tsx';
import { TextLink } from '../../ui/Link.tsx';
import { StatusMark } from '../../ui/StatusMark.tsx';
import { standingFacts } from '../../components/standing-facts.tsx';
import { AttachedTo } from './AttachedTo.tsx';

import { PoolGroupCard } from './PoolGroupCard.tsx';

const VOLUMES_SHOWN = 50;

function PoolPage() {
  const t = useT();
  return (
    <DetailPage
      kind="storage-pool"
      listTitle={t('storage.pools.title')}
      meta={pool => <span>{pool.type}</span>}
      notice={pool => <AlarmStrip of={pool} />}
      primary={pool => (pool.status === 'active' ? ['refresh', 'stop'] : ['start'])}
      tabs={[
        { value: 'overview', label: t('instances.tabs.overview'), render: p => <Overview pool={p} /> },
        { value: 'activity', label: t('instances.tabs.activity'), render: p => <ActivityTab target={p} /> },
      ]}
    />
  );
}

function Overview({ pool }: { pool: StoragePool }) {
  const t = useT();
  return (
    <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,26rem)_minmax(0,1fr)]">
      <div className="flex min-w-0 flex-col gap-4">
        {pool.capacityBytes !== null && (
          <Card title={t('overview.capacity.title')}>
            <CapacityBar
              label={t('overview.capacity.storage')}
              format={formatBytes}
              used={pool.usedBytes ?? 0}
              promised={pool.promisedBytes ?? 0}
              total={pool.capacityBytes}
            />
          </Card>
        )}
        <Card title={t('instances.facts')}>
          <KeyValueList facts={useFacts(pool)} />
        </Card>
      </div>
      <div className="flex min-w-0 flex-col gap-4">
        {pool.poolGroup && <PoolGroupCard pool={pool} group={pool.poolGroup} />}
        <Volumes pool={pool} />
      </div>
    </div>
  );
}

function useFacts(p: StoragePool): Fact[] {
  const t = useT();
  const yesNo = (value: boolean | null) => (value === null ? null : t(value ? 'fields.yes' : 'fields.no'));
  const free = p.capacityBytes === null || p.usedBytes === null ? null : p.capacityBytes - p.usedBytes;
  return [
    { label: t('storage.freeColumn'), value: free === null ? null : formatBytes(free) },
    { label: t('fields.type'), value: p.type },
    { label: t('fields.shared'), value: yesNo(p.shared) },
    ...standingFacts(t, p),
    { label: t('fields.autostart'), value: yesNo(p.autostart) },
    { label: t('fields.path'), value: p.path, mono: true },
    { label: t('fields.hosts'), value: <HostLinks ids={p.hosts} /> },
    { label: t('fields.asOf'), value: <Confirmed of={p} /> },
    { label: t('fields.id'), value: p.id, mono: true },
  ];
}

/** What lies in it, the largest first: where to look when it is full. */
function Volumes({ pool }: { pool: StoragePool }) {
  const t = useT();
  const q = `pool:${quoteIfNeeded(pool.id)}`;
  const { rows, total } = useLiveList('volume', { q, sort: '-used', limit: VOLUMES_SHOWN });
  return (
    <Card
      title={`${t('storage.volumes.title')} · ${formatCount(total)}`}
      flush
      actions={
        <TextLink
          href={`${listPath('volume', q)}&sort=-used`}
          className="px-2 text-12 font-normal text-muted"
        >
          {t('lists.openAsList')}
        </TextLink>
      }
    >
      <SimpleTable
        label={t('storage.volumes.title')}
        rows={rows}
        rowKey={volume => volume.id}
        empty={t('storage.volumes.emptyTitle')}
        columns={[
          {
            header: t('fields.name'),
            cell: v => <TextLink href={detailPath('volume', v.id)}>{v.name}</TextLink>,
          },
          { header: t('fields.status'), cell: v => <StatusMark status={v.status} stale={v.stale} /> },
          {
            header: t('storage.allocated'),
            end: true,
            cell: v => v.usedBytes !== null && formatBytes(v.usedBytes),
          },
          {
            header: t('fields.capacity'),
            end: true,
            cell: v => v.capacityBytes !== null && formatBytes(v.capacityBytes),
          },
          { header: t('fields.attachedTo'), cell: v => <AttachedTo volume={v} /> },
        ]}
      />
    </Card>
  );
}

export const page: Page = { Component: PoolPage };
