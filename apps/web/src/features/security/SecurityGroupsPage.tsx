import { Shield } from 'lucide-react';
import { failureOf } from '../../api/problem.ts';
import { projectStore, useMayAnywhere } from '../../api/session.ts';
import { useSecurityGroups } from '../../api/security-groups.ts';
import { MakeButton } from '../../components/MakeButton.tsx';
import { useAdding } from '../../components/use-adding.ts';
import type { Page } from '../../lib/feature.ts';
import { useT } from '../../lib/i18n.ts';
import { useStore } from '../../lib/store.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { SecurityGroupCard } from './SecurityGroupCard.tsx';
import { SecurityGroupDialog } from './SecurityGroupDialog.tsx';

function SecurityGroupsPage() {
  const t = useT();
  const project = useStore(projectStore);
  const adding = useAdding();
  const mayMake = useMayAnywhere('security.change');
  const { data, error, refetch } = useSecurityGroups();
  const shown = data?.filter(group => project === null || group.project === project);
  return (
    <>
      <PageHeader
        title={t('security.title')}
        count={shown?.length}
        actions={
          <MakeButton
            label={t('security.create')}
            permission="security.change"
            dialog={close => <SecurityGroupDialog onClose={close} />}
          />
        }
      />
      <div className="scroll-area min-h-0 flex-1 px-6 pb-6 max-md:px-4" data-ready={shown ? true : undefined}>
        <p className="max-w-3xl pb-4 text-13 text-muted">{t('security.what')}</p>
        {error && !shown && <ErrorState failure={failureOf(error)} onRetry={() => void refetch()} />}
        {!error && !shown && <Skeleton className="h-40 w-full" />}
        {shown?.length === 0 && (
          <EmptyState
            icon={Shield}
            title={t('security.emptyTitle')}
            text={t('security.emptyText')}
            action={mayMake && <Button onClick={adding.open}>{t('security.create')}</Button>}
          />
        )}
        <div className="grid items-start gap-4 xl:grid-cols-2">
          {shown?.map(group => (
            <SecurityGroupCard key={group.id} group={group} />
          ))}
        </div>
      </div>
    </>
  );
}

export const page: Page = { Component: SecurityGroupsPage };
