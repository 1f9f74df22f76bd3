import type { Flavor } from '@orrery/contract/resources/planned.ts';
import { Plus } from 'lucide-react';
import { useMemo } from 'react';
import { nameColumn, projectColumn, statusColumn } from '../../components/cells/common-columns.tsx';
import { ListPage } from '../../components/ListPage.tsx';
import { useAdding } from '../../components/use-adding.ts';
import type { Page } from '../../lib/feature.ts';
import { type Translate, useT } from '../../lib/i18n.ts';
import { formatCount, formatMiB } from '../../lib/units.ts';
import { serverWords } from '../../lib/server-text.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import type { Column } from '../../ui/table/columns.ts';
import { FlavorDialog } from './FlavorDialog.tsx';

function FlavorsPage() {
  const t = useT();
  const adding = useAdding();
  const columns = useMemo(() => columnsOf(t), [t]);
  const create = (
    <Button tone="primary" onClick={adding.open}>
      <Plus aria-hidden className="size-4" />
      {t('flavors.create')}
    </Button>
  );
  return (
    <>
      <ListPage
        kind="flavor"
        title={t('flavors.title')}
        columns={columns}
        defaultSort="memory,vcpus"
        examples={['vcpus>=4 memory>=8GiB', 'status:disabled']}
        actions={create}
        empty={<EmptyState title={t('flavors.emptyTitle')} text={t('flavors.emptyText')} action={create} />}
      />
      {adding.isOpen && <FlavorDialog onClose={adding.close} />}
    </>
  );
}

function columnsOf(t: Translate): Column<Flavor>[] {
  return [
    nameColumn(t, 180),
    statusColumn(t),
    {
      id: 'vcpus',
      brief: 'fact',
      header: t('fields.vcpus'),
      width: 90,
      align: 'end',
      sortBy: 'vcpus',
      cell: f => formatCount(f.vcpus),
    },
    {
      id: 'memory',
      brief: 'fact',
      header: t('fields.memory'),
      width: 110,
      align: 'end',
      sortBy: 'memory',
      cell: f => formatMiB(f.memoryMiB),
    },
    {
      id: 'disk',
      header: t('flavors.disk'),
      width: 130,
      align: 'end',
      sortBy: 'disk',
      cell: f => (f.diskGiB === 0 ? t('flavors.asImage') : formatMiB(f.diskGiB * 1024)),
    },
    { id: 'description', header: t('fields.description'), width: 260, cell: f => serverWords(f.description) },
    projectColumn(t),
  ];
}

export const page: Page = { Component: FlavorsPage, rows: { kind: 'flavor', sort: 'memory,vcpus' } };
