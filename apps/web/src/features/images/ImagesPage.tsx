import type { Image } from '@orrery/contract/resources/storage.ts';
import { Disc3 } from 'lucide-react';
import { useMemo } from 'react';
import {
  backendColumn,
  createdColumn,
  idColumn,
  nameColumn,
  projectColumn,
  statusColumn,
} from '../../components/cells/common-columns.tsx';
import { MakeButton } from '../../components/MakeButton.tsx';
import { ListPage } from '../../components/ListPage.tsx';
import type { Page } from '../../lib/feature.ts';
import { type Translate, useT } from '../../lib/i18n.ts';
import { formatBytes } from '../../lib/units.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { HostImageButtons } from './HostImageButtons.tsx';
import { AddImageDialog } from './AddImageDialog.tsx';
import type { Column } from '../../ui/table/columns.ts';

function ImagesPage() {
  const t = useT();
  const columns = useMemo(() => columnsOf(t), [t]);
  return (
    <ListPage
      kind="image"
      title={t('images.title')}
      columns={columns}
      actions={
        <>
          <HostImageButtons />
          <MakeButton
            label={t('images.add')}
            permission="image.change"
            dialog={close => <AddImageDialog onClose={close} />}
          />
        </>
      }
      defaultSort="name"
      views={[
        { label: t('instances.views.all'), q: '' },
        { label: t('images.public'), q: 'visibility:public' },
        { label: t('images.deprecated'), q: 'status:deprecated' },
      ]}
      examples={['os:debian*', 'arch:x86_64 mindisk<10GiB', 'status:available']}
      empty={<EmptyState icon={Disc3} title={t('images.emptyTitle')} text={t('images.emptyText')} />}
    />
  );
}

function columnsOf(t: Translate): Column<Image>[] {
  return [
    nameColumn(t, 240),
    statusColumn(t),
    {
      id: 'os',
      brief: 'fact',
      header: t('fields.os'),
      width: 150,
      sortBy: 'os',
      cell: i => i.os,
    },
    { id: 'arch', header: t('fields.architecture'), width: 100, sortBy: 'arch', cell: i => i.architecture },
    { id: 'format', header: t('fields.format'), width: 90, sortBy: 'format', cell: i => i.format },
    {
      id: 'size',
      brief: 'fact',
      header: t('images.download'),
      width: 110,
      align: 'end',
      sortBy: 'size',
      cell: i => (i.sizeBytes === null ? '–' : formatBytes(i.sizeBytes)),
    },
    {
      id: 'virtual',
      header: t('images.virtualSize'),
      width: 110,
      align: 'end',
      sortBy: 'virtualsize',
      cell: i => (i.virtualSizeBytes === null ? '–' : formatBytes(i.virtualSizeBytes)),
    },
    {
      id: 'visibility',
      header: t('fields.visibility'),
      width: 110,
      sortBy: 'visibility',
      cell: i => t(`images.visibilities.${i.visibility}`),
    },
    createdColumn(t),
    backendColumn(t, true),
    projectColumn(t),
    idColumn(t),
  ];
}

export const page: Page = { Component: ImagesPage, rows: { kind: 'image', sort: 'name' } };
