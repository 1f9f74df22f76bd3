import type { Volume } from '@orrery/contract/resources/storage.ts';
import { HardDrive } from 'lucide-react';
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
import { detailPath } from '../../components/paths.ts';
import type { Page } from '../../lib/feature.ts';
import { type Translate, useT } from '../../lib/i18n.ts';
import { formatBytes } from '../../lib/units.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { TextLink } from '../../ui/Link.tsx';
import type { Column } from '../../ui/table/columns.ts';
import { AttachedTo } from './AttachedTo.tsx';
import { VolumeDialog } from './VolumeDialog.tsx';

function VolumesPage() {
  const t = useT();
  const topology = useMayAnywhere('fleet.read');
  const columns = useMemo(() => columnsOf(t, topology), [t, topology]);
  return (
    <ListPage
      kind="volume"
      title={t('storage.volumes.title')}
      columns={columns}
      defaultSort="name"
      views={[
        { label: t('instances.views.all'), q: '' },
        { label: t('storage.volumes.attached'), q: 'is:attached' },
        { label: t('storage.volumes.unattached'), q: '!is:attached' },
        { label: t('instances.views.attention'), q: 'is:attention' },
      ]}
      actions={
        <MakeButton
          label={t('storage.volumes.create')}
          permission="volume.change"
          dialog={close => <VolumeDialog onClose={close} />}
        />
      }
      examples={['size>100GiB', '!is:attached used>10GiB', 'format:qcow2']}
      empty={
        <EmptyState
          icon={HardDrive}
          title={t('storage.volumes.emptyTitle')}
          text={t('storage.volumes.emptyText')}
        />
      }
    />
  );
}

function columnsOf(t: Translate, topology: boolean): Column<Volume>[] {
  return [
    nameColumn(t, 240),
    statusColumn(t),
    ...(topology ? [poolColumn(t)] : []),
    {
      id: 'format',
      header: t('fields.format'),
      width: 90,
      sortBy: 'format',
      cell: v => v.format,
    },
    {
      id: 'size',
      brief: 'fact',
      header: t('fields.capacity'),
      width: 110,
      align: 'end',
      sortBy: 'size',
      cell: v => (v.capacityBytes === null ? '–' : formatBytes(v.capacityBytes)),
    },
    {
      id: 'used',
      header: t('storage.allocated'),
      width: 110,
      align: 'end',
      sortBy: 'used',
      cell: v => (v.usedBytes === null ? '–' : formatBytes(v.usedBytes)),
    },
    {
      id: 'attached',
      brief: 'fact',
      header: t('fields.attachedTo'),
      width: 190,
      flashOn: v => v.attachedTo.length,
      cell: v => <AttachedTo volume={v} inGrid />,
    },
    backendColumn(t, true),
    projectColumn(t),
    idColumn(t),
  ];
}

const poolColumn = (t: Translate): Column<Volume> => ({
  id: 'pool',
  header: t('fields.pool'),
  width: 150,
  sortBy: 'pool',
  cell: v =>
    v.pool && (
      <TextLink href={detailPath('storage-pool', v.pool)} tabIndex={-1} className="truncate font-normal">
        {v.poolName ?? v.pool}
      </TextLink>
    ),
});

export const page: Page = { Component: VolumesPage, rows: { kind: 'volume', sort: 'name' } };
