import type { User } from '@orrery/contract/resources/identity.ts';
import { DetailPage } from '../../components/DetailPage.tsx';
import { detailPath } from '../../components/paths.ts';
import { SimpleTable } from '../../components/SimpleTable.tsx';
import { formatDate } from '../../lib/dates.ts';
import type { Page } from '../../lib/feature.ts';
import { useT } from '../../lib/i18n.ts';
import { RelativeTime } from '../../ui/AgeMark.tsx';
import { Card } from '../../ui/Card.tsx';
import { KeyValueList } from '../../ui/KeyValueList.tsx';
import { TextLink } from '../../ui/Link.tsx';
import { UserActions } from './UserActions.tsx';

function UserPage() {
  const t = useT();
  return (
    <DetailPage
      kind="user"
      listTitle={t('users.title')}
      title={user => user.username}
      meta={user => user.role && <span>{t(`users.roles.${user.role}`)}</span>}
      actions={user => <UserActions user={user} />}
      tabs={[{ value: 'overview', label: t('users.overview'), render: user => <UserOverview user={user} /> }]}
    />
  );
}

function UserOverview({ user }: { user: User }) {
  const t = useT();
  return (
    <div className="grid items-start gap-4 xl:grid-cols-2">
      <Card title={t('users.facts')}>
        <KeyValueList
          facts={[
            { label: t('users.username'), value: user.username },
            { label: t('users.displayName'), value: user.displayName },
            {
              label: t('users.role'),
              value: (
                <>
                  {t(`users.roles.${user.role ?? 'none'}`)}
                  <span className="block text-12 text-muted">
                    {t(`users.roleMeaning.${user.role ?? 'none'}`)}
                  </span>
                </>
              ),
            },
            { label: t('users.source'), value: t(`users.sources.${user.identitySource}`) },
            {
              label: t('users.lastLogin'),
              value: user.lastLoginAt ? <RelativeTime at={user.lastLoginAt} /> : t('users.never'),
            },
            { label: t('fields.created'), value: formatDate(user.createdAt) },
            { label: t('fields.id'), value: user.id, mono: true },
          ]}
        />
      </Card>
      <Card title={t('users.memberships')} flush>
        <SimpleTable<User['memberships'][number]>
          label={t('users.memberships')}
          rows={user.memberships}
          rowKey={membership => membership.project}
          empty={t('users.noMemberships')}
          columns={[
            {
              header: t('fields.project'),
              cell: m => <TextLink href={detailPath('project', m.project)}>{m.projectName}</TextLink>,
            },
            { header: t('projects.role'), cell: m => t(`projects.roles.${m.role}`) },
          ]}
        />
      </Card>
    </div>
  );
}

export const page: Page = { Component: UserPage };
