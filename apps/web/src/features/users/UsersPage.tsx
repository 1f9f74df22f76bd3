import type { User } from '@orrery/contract/resources/identity.ts';
import { Plus } from 'lucide-react';
import { useMemo } from 'react';
import { NameCell } from '../../components/cells/NameCell.tsx';
import { ListPage } from '../../components/ListPage.tsx';
import { useAdding } from '../../components/use-adding.ts';
import type { Page } from '../../lib/feature.ts';
import { type Translate, useT } from '../../lib/i18n.ts';
import { NO_VALUE } from '../../lib/units.ts';
import { RelativeTime } from '../../ui/AgeMark.tsx';
import { Button } from '../../ui/Button.tsx';
import { StatusMark } from '../../ui/StatusMark.tsx';
import type { Column } from '../../ui/table/columns.ts';
import { CreateUserDialog } from './CreateUserDialog.tsx';

function UsersPage() {
  const t = useT();
  const columns = useMemo(() => columnsOf(t), [t]);
  const adding = useAdding();
  return (
    <>
      <ListPage
        kind="user"
        title={t('users.title')}
        columns={columns}
        defaultSort="username"
        examples={['role:admin', 'status:disabled', 'member:web-team']}
        views={[
          { label: t('users.views.all'), q: '' },
          { label: t('users.views.admins'), q: 'role:admin' },
          { label: t('users.views.disabled'), q: 'status:disabled' },
        ]}
        actions={
          <Button tone="primary" onClick={adding.open}>
            <Plus aria-hidden className="size-4" />
            {t('users.create')}
          </Button>
        }
        // Never without any: whoever reads this is one.
        empty={null}
      />
      {adding.isOpen && <CreateUserDialog onClose={adding.close} />}
    </>
  );
}

function columnsOf(t: Translate): Column<User>[] {
  return [
    {
      id: 'username',
      header: t('users.username'),
      width: 200,
      grow: true,
      fixed: true,
      sortBy: 'username',
      cell: u => <NameCell row={{ ...u, name: u.username }} />,
    },
    {
      id: 'displayName',
      brief: 'fact',
      header: t('users.displayName'),
      width: 180,
      sortBy: 'displayname',
      cell: u => u.displayName,
    },
    {
      id: 'status',
      brief: 'fact',
      header: t('fields.status'),
      width: 120,
      sortBy: 'status',
      flashOn: u => u.status,
      cell: u => <StatusMark status={u.status} />,
    },
    {
      id: 'role',
      brief: 'fact',
      header: t('users.role'),
      width: 150,
      sortBy: 'role',
      flashOn: u => u.role ?? '',
      cell: u => t(`users.roles.${u.role ?? 'none'}`),
    },
    {
      id: 'projects',
      header: t('users.memberships'),
      width: 220,
      cell: u => u.memberships.map(m => m.projectName).join(', ') || NO_VALUE,
    },
    {
      id: 'login',
      header: t('users.lastLogin'),
      width: 130,
      sortBy: 'login',
      cell: u => (u.lastLoginAt ? <RelativeTime at={u.lastLoginAt} /> : t('users.never')),
    },
    {
      id: 'source',
      header: t('users.source'),
      width: 130,
      optional: true,
      sortBy: 'from',
      cell: u => t(`users.sources.${u.identitySource}`),
    },
    {
      id: 'created',
      header: t('fields.created'),
      width: 130,
      optional: true,
      sortBy: 'created',
      cell: u => <RelativeTime at={u.createdAt} />,
    },
  ];
}

export const page: Page = { Component: UsersPage, rows: { kind: 'user', sort: 'username' } };
