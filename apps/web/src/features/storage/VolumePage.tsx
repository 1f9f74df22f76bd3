import type { Volume } from '@orrery/contract/resources/storage.ts';
import { quoteIfNeeded } from '@orrery/inventory/query/format.ts';
import { useLiveList } from '../../api/live-rows.ts';
import { ActivityTab } from '../../components/ActivityTab.tsx';
import { ProjectName } from '../../components/cells/ProjectName.tsx';
import { Confirmed } from '../../components/Confirmed.tsx';
import { DetailPage } from '../../components/DetailPage.tsx';
import { detailPath } from '../../components/paths.ts';
import { TableCard } from '../../components/TableCard.tsx';
import type { Page } from '../../lib/feature.ts';
import { useT } from '../../lib/i18n.ts';
import { percentOf } from '../../lib/percent-of.ts';
import { formatBytes } from '../../lib/units.ts';
import { Card } from '../../ui/Card.tsx';
import { type Fact, KeyValueList } from '../../ui/KeyValueList.tsx';
import { TextLink } from '../../ui/Link.tsx';
import { Meter } from '../../ui/Meter.tsx';
import { StatusMark } from '../../ui/StatusMark.tsx';
import { DownloadVolume } from './DownloadVolume.tsx';

function VolumePage() {
  const t = useT();
  return (
    <DetailPage
      kind="volume"
      listTitle={t('storage.volumes.title')}
      meta={volume => <PoolLink volume={volume} />}
      primary={() => ['delete']}
      actions={volume => <DownloadVolume volume={volume} />}
      tabs={[
        { value: 'overview', label: t('instances.tabs.overview'), render: v => <Overview volume={v} /> },
        { value: 'activity', label: t('instances.tabs.activity'), render: v => <ActivityTab target={v} /> },
      ]}
    />
  );
}

function PoolLink({ volume }: { volume: Volume }) {
  if (volume.pool === null) return null;
  return <TextLink href={detailPath('storage-pool', volume.pool)}>{volume.poolName ?? volume.pool}</TextLink>;
}

function Overview({ volume }: { volume: Volume }) {
  const t = useT();
  return (
    <div className="grid items-start gap-4 xl:grid-cols-2">
      <Card title={t('instances.facts')}>
        <KeyValueList facts={useFacts(volume)} />
      </Card>
      <Users volume={volume} />
    </div>
  );
}

function useFacts(v: Volume): Fact[] {
  const t = useT();
  return [
    { label: t('fields.capacity'), value: v.capacityBytes !== null && formatBytes(v.capacityBytes) },
    { label: t('storage.allocated'), value: <Allocated volume={v} /> },
    { label: t('fields.format'), value: v.format },
    { label: t('fields.pool'), value: v.pool === null ? null : <PoolLink volume={v} /> },
    { label: t('fields.path'), value: v.path, mono: true },
    { label: t('fields.backing'), value: v.backingVolume, mono: true },
    { label: t('fields.project'), value: <ProjectName id={v.project} /> },
    { label: t('fields.asOf'), value: <Confirmed of={v} /> },
    { label: t('fields.id'), value: v.id, mono: true },
  ];
}

function Allocated({ volume: { usedBytes, capacityBytes, name } }: { volume: Volume }) {
  const t = useT();
  if (usedBytes === null) return '–';
  return (
    <span className="flex items-center gap-3">
      <span className="w-20">{formatBytes(usedBytes)}</span>
      <span className="w-40">
        <Meter percent={percentOf(usedBytes, capacityBytes)} label={`${t('storage.allocated')} ${name}`} />
      </span>
    </span>
  );
}

/** The instances that use it, by name. */
function Users({ volume }: { volume: Volume }) {
  const t = useT();
  const { rows } = useLiveList('instance', { q: `volume:${quoteIfNeeded(volume.id)}` });
  return (
    <TableCard
      title={t('fields.attachedTo')}
      rows={rows}
      rowKey={instance => instance.id}
      empty={t('storage.volumes.notAttached')}
      columns={[
        {
          header: t('fields.name'),
          cell: i => <TextLink href={detailPath('instance', i.id)}>{i.name}</TextLink>,
        },
        { header: t('fields.status'), cell: i => <StatusMark status={i.status} stale={i.stale} /> },
        {
          header: t('fields.device'),
          cell: i => (
            <code className="font-mono text-12">
              {i.disks.find(disk => disk.volume === volume.id)?.device}
            </code>
          ),
        },
      ]}
    />
  );
}

export const page: Page = { Component: VolumePage };
