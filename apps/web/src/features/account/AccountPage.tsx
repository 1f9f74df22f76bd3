import type { Session } from '@orrery/contract/http/bodies.ts';
import { useSession } from '../../api/session.ts';
import { detailPath } from '../../components/paths.ts';
import { SimpleTable } from '../../components/SimpleTable.tsx';
import type { Page } from '../../lib/feature.ts';
import { useT } from '../../lib/i18n.ts';
import { Card } from '../../ui/Card.tsx';
import { TextLink } from '../../ui/Link.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { KeypairsCard } from './KeypairsCard.tsx';
import { PasswordCard } from './PasswordCard.tsx';
import { TokensCard } from './TokensCard.tsx';

function AccountPage() {
  const t = useT();
  const session = useSession();
  if (!session) return null;
  const { username, displayName, role } = session.user;
  return (
    <>
      <PageHeader
        title={t('account.title')}
        meta={
          <>
            <span>{displayName ? `${displayName} (${username})` : username}</span>
            {role && <span>{t(`users.roles.${role}`)}</span>}
          </>
        }
      />
      <div className="scroll-area min-h-0 flex-1 px-6 pb-8 max-md:px-4">
        <div className="grid items-start gap-4 xl:grid-cols-2">
          <div className="flex min-w-0 flex-col gap-4">
            <KeypairsCard />
            <TokensCard />
          </div>
          <div className="flex flex-col gap-4">
            <MembershipsCard memberships={session.memberships} />
            <PasswordCard />
          </div>
        </div>
      </div>
    </>
  );
}

function MembershipsCard({ memberships }: Pick<Session, 'memberships'>) {
  const t = useT();
  return (
    <Card title={t('account.memberships')} flush>
      <SimpleTable<Session['memberships'][number]>
        label={t('account.memberships')}
        rows={memberships}
        rowKey={membership => membership.project}
        empty={t('account.noMemberships')}
        columns={[
          {
            header: t('fields.project'),
            cell: m => <TextLink href={detailPath('project', m.project)}>{m.projectName}</TextLink>,
          },
          { header: t('projects.role'), cell: m => t(`projects.roles.${m.role}`) },
        ]}
      />
    </Card>
  );
}

export const page: Page = { Component: AccountPage };
