import type { Image } from '@orrery/contract/resources/storage.ts';
import { quoteIfNeeded } from '@orrery/inventory/query/format.ts';
import { ActivityTab } from '../../components/ActivityTab.tsx';
import { ProjectName } from '../../components/cells/ProjectName.tsx';
import { Confirmed } from '../../components/Confirmed.tsx';
import { DetailPage } from '../../components/DetailPage.tsx';
import { InstancesOn } from '../../components/InstancesOn.tsx';
import type { Page } from '../../lib/feature.ts';
import { useT } from '../../lib/i18n.ts';
import { formatBytes, formatMiB } from '../../lib/units.ts';
import { RelativeTime } from '../../ui/AgeMark.tsx';
import { Card } from '../../ui/Card.tsx';
import { ImageActions } from './ImageActions.tsx';
import { ImageCopies } from './ImageCopies.tsx';
import { UploadNotice } from './UploadNotice.tsx';
import { type Fact, KeyValueList } from '../../ui/KeyValueList.tsx';

function ImagePage() {
  const t = useT();
  return (
    <DetailPage
      kind="image"
      listTitle={t('images.title')}
      meta={image => <span>{[image.os, image.architecture].filter(Boolean).join(' · ')}</span>}
      actions={image => <ImageActions image={image} />}
      tabs={[
        { value: 'overview', label: t('instances.tabs.overview'), render: i => <Overview image={i} /> },
        {
          value: 'instances',
          label: t('fields.instances'),
          render: i => <InstancesOn q={`image:${quoteIfNeeded(i.id)}`} />,
        },
        { value: 'activity', label: t('instances.tabs.activity'), render: i => <ActivityTab target={i} /> },
      ]}
    />
  );
}

function Overview({ image }: { image: Image }) {
  const t = useT();
  return (
    <div className="flex flex-col gap-4">
      <UploadNotice image={image} />
      <Card title={t('instances.facts')} className="max-w-2xl">
        <KeyValueList facts={useFacts(image)} />
      </Card>
      <ImageCopies image={image} />
    </div>
  );
}

function useFacts(i: Image): Fact[] {
  const t = useT();
  const shared = i.visibility === 'shared' ? (i.catalogue?.sharedWith ?? []) : [];
  const bytes = (value: number | null) => (value === null ? null : formatBytes(value));
  return [
    { label: t('fields.os'), value: i.os },
    { label: t('fields.architecture'), value: i.architecture },
    { label: t('fields.format'), value: i.format },
    { label: t('images.download'), value: bytes(i.sizeBytes) },
    { label: t('images.virtualSize'), value: bytes(i.virtualSizeBytes) },
    { label: t('images.minDisk'), value: i.minDiskGiB === null ? null : formatMiB(i.minDiskGiB * 1024) },
    { label: t('images.minMemory'), value: i.minMemoryMiB === null ? null : formatMiB(i.minMemoryMiB) },
    { label: t('fields.visibility'), value: t(`images.visibilities.${i.visibility}`) },
    ...(shared.length > 0 ? [{ label: t('images.sharedWith'), value: <ProjectNames ids={shared} /> }] : []),
    { label: t('images.protected'), value: t(i.protected ? 'fields.yes' : 'fields.no') },
    { label: t('fields.project'), value: <ProjectName id={i.catalogue?.owner ?? i.project} /> },
    { label: t('fields.created'), value: i.createdAt && <RelativeTime at={i.createdAt} /> },
    // Orrery's own images are what it says of them.
    ...(i.catalogue
      ? [
          { label: t('fields.description'), value: i.catalogue.description },
          { label: 'SHA-256', value: i.catalogue.sha256, mono: true },
        ]
      : [{ label: t('fields.asOf'), value: <Confirmed of={i} /> }]),
    { label: t('fields.id'), value: i.id, mono: true },
  ];
}

const ProjectNames = ({ ids }: { ids: readonly string[] }) =>
  ids.map((id, at) => (
    <span key={id}>
      {at > 0 && ', '}
      <ProjectName id={id} />
    </span>
  ));

export const page: Page = { Component: ImagePage };
