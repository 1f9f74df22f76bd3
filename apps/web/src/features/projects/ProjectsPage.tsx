import type { Project } from '@orrery/contract/resources/identity.ts';
import { FolderKanban, Plus } from 'lucide-react';
import { useMemo } from 'react';
import { useMayAnywhere } from '../../api/session.ts';
import { NameCell } from '../../components/cells/NameCell.tsx';
import { ListPage } from '../../components/ListPage.tsx';
import { useAdding } from '../../components/use-adding.ts';
import type { Page } from '../../lib/feature.ts';
import { type Translate, useT } from '../../lib/i18n.ts';
import { formatCount } from '../../lib/units.ts';
import { RelativeTime } from '../../ui/AgeMark.tsx';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { StatusMark } from '../../ui/StatusMark.tsx';
import type { Column } from '../../ui/table/columns.ts';
import { ProjectDialog } from './ProjectDialog.tsx';

function ProjectsPage() {
  const t = useT();
  const columns = useMemo(() => columnsOf(t), [t]);
  const adding = useAdding();
  const manages = useMayAnywhere('project.manage');
  // Tenants have nothing to be told about a button that is not theirs.
  const create = manages && (
    <Button tone="primary" onClick={adding.open}>
      <Plus aria-hidden className="size-4" />
      {t('projects.create')}
    </Button>
  );
  return (
    <>
      <ListPage
        kind="project"
        title={t('projects.title')}
        columns={columns}
        defaultSort="name"
        actions={create}
        examples={['member:anna', 'instances>10', 'status:disabled']}
        empty={
          <EmptyState
            icon={FolderKanban}
            title={t('projects.emptyTitle')}
            text={t(manages ? 'projects.emptyText' : 'projects.emptyTenant')}
            action={create}
          />
        }
      />
      {manages && adding.isOpen && <ProjectDialog onClose={adding.close} />}
    </>
  );
}

function columnsOf(t: Translate): Column<Project>[] {
  return [
    {
      id: 'name',
      header: t('fields.name'),
      width: 220,
      grow: true,
      fixed: true,
      sortBy: 'name',
      cell: p => <NameCell row={p} />,
    },
    {
      id: 'status',
      brief: 'fact',
      header: t('fields.status'),
      width: 120,
      sortBy: 'status',
      flashOn: p => p.status,
      cell: p => <StatusMark status={p.status} />,
    },
    {
      id: 'description',
      header: t('fields.description'),
      width: 300,
      sortBy: 'description',
      cell: p => <span className="truncate text-muted">{p.description}</span>,
    },
    {
      id: 'members',
      brief: 'fact',
      header: t('projects.members'),
      width: 100,
      align: 'end',
      cell: p => formatCount(p.members.length),
    },
    {
      id: 'instances',
      brief: 'fact',
      header: t('fields.instances'),
      width: 100,
      align: 'end',
      sortBy: 'instances',
      cell: p => formatCount(p.instanceCount),
    },
    {
      id: 'created',
      header: t('fields.created'),
      width: 130,
      sortBy: 'created',
      cell: p => <RelativeTime at={p.createdAt} />,
    },
    {
      id: 'id',
      header: t('fields.id'),
      width: 280,
      optional: true,
      sortBy: 'id',
      mono: true,
      cell: p => p.id,
    },
  ];
}

export const page: Page = { Component: ProjectsPage, rows: { kind: 'project', sort: 'name' } };
