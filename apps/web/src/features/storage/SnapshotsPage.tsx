import type { Snapshot } from '@orrery/contract/resources/storage.ts';
import { Camera } from 'lucide-react';
import { useMemo } from 'react';
import {
  backendColumn,
  createdColumn,
  idColumn,
  nameColumn,
  projectColumn,
  statusColumn,
} from '../../components/cells/common-columns.tsx';
import { ListPage } from '../../components/ListPage.tsx';
import { detailPath, listPath } from '../../components/paths.ts';
import { useGo } from '../../components/use-go.ts';
import type { Page } from '../../lib/feature.ts';
import { type Translate, useT } from '../../lib/i18n.ts';
import { formatBytes } from '../../lib/units.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { TextLink } from '../../ui/Link.tsx';
import type { Column } from '../../ui/table/columns.ts';

function SnapshotsPage() {
  const t = useT();
  const go = useGo();
  const columns = useMemo(() => columnsOf(t), [t]);
  return (
    <ListPage
      kind="snapshot"
      title={t('storage.snapshots.title')}
      columns={columns}
      defaultSort="-created"
      views={[
        { label: t('instances.views.all'), q: '' },
        { label: t('storage.snapshots.old'), q: 'age>7d' },
        { label: t('fields.withMemory'), q: 'is:memory' },
      ]}
      examples={['age>7d', 'instance:web-*', 'size>10GiB']}
      empty={
        <EmptyState
          icon={Camera}
          title={t('storage.snapshots.emptyTitle')}
          text={t('storage.snapshots.emptyText')}
          action={<Button onClick={() => go(listPath('instance'))}>{t('instances.title')}</Button>}
        />
      }
    />
  );
}

function columnsOf(t: Translate): Column<Snapshot>[] {
  return [
    nameColumn(t),
    statusColumn(t, { detail: snapshot => (snapshot.current ? t('fields.current') : null) }),
    {
      id: 'instance',
      brief: 'fact',
      header: t('fields.instance'),
      width: 180,
      sortBy: 'instance',
      cell: s => (
        <TextLink href={detailPath('instance', s.instance)} tabIndex={-1} className="truncate font-normal">
          {s.instanceName}
        </TextLink>
      ),
    },
    {
      id: 'memory',
      header: t('fields.withMemory'),
      width: 110,
      cell: s => t(s.withMemory ? 'fields.yes' : 'fields.no'),
    },
    {
      id: 'size',
      header: t('fields.capacity'),
      width: 100,
      align: 'end',
      sortBy: 'size',
      cell: s => (s.sizeBytes === null ? '–' : formatBytes(s.sizeBytes)),
    },
    createdColumn(t),
    backendColumn(t, true),
    projectColumn(t),
    idColumn(t),
  ];
}

export const page: Page = { Component: SnapshotsPage, rows: { kind: 'snapshot', sort: '-created' } };
