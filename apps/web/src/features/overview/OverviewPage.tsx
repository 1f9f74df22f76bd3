import { LayoutDashboard } from 'lucide-react';
import { useLiveAggregate } from '../../api/live-aggregate.ts';
import { useLiveList } from '../../api/live-rows.ts';
import { useMayAnywhere } from '../../api/session.ts';
import { FoundHere } from '../../components/FoundHere.tsx';
import { LaunchButton } from '../../components/LaunchButton.tsx';
import { useGo } from '../../components/use-go.ts';
import { cn } from '../../lib/cn.ts';
import type { Page } from '../../lib/feature.ts';
import { useT } from '../../lib/i18n.ts';
import { addingPath } from '../../lib/list-search.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { BackendList } from './BackendList.tsx';
import { ClusterList } from './ClusterList.tsx';
import { FleetCapacity } from './FleetCapacity.tsx';
import { FullPools } from './FullPools.tsx';
import { HotHosts, HotInstances } from './HotLists.tsx';
import { InstanceCounts } from './InstanceCounts.tsx';
import { LatestEvents } from './LatestEvents.tsx';
import { MyInstances } from './MyInstances.tsx';
import { MovingNow } from './MovingNow.tsx';
import { OwnCost } from './OwnCost.tsx';
import { OwnQuota } from './OwnQuota.tsx';
import { FleetProblems, OwnProblems } from './Problems.tsx';
import { QuotaAnswers, QuotaRequestsWaiting } from './QuotaNews.tsx';

/** Is anything wrong, what is moving, what is full. Each card lives by itself, so that one change draws one card. */
function OverviewPage() {
  const t = useT();
  const fleet = useMayAnywhere('fleet.read');
  return (
    <>
      <PageHeader title={t('overview.title')} actions={!fleet && <LaunchButton />} />
      <div className="scroll-area min-h-0 flex-1 px-6 pb-6 max-md:px-4">{fleet ? <Fleet /> : <Own />}</div>
    </>
  );
}

function Fleet() {
  const t = useT();
  const go = useGo();
  const { ready, total } = useLiveList('backend', { limit: 1 });
  const manages = useMayAnywhere('backend.manage');
  const decides = useMayAnywhere('quota.manage');
  if (ready && total === 0)
    return (
      <EmptyState
        icon={LayoutDashboard}
        title={t('overview.empty.title')}
        text={t('overview.empty.text')}
        action={
          <>
            <Button tone="primary" onClick={() => go(addingPath('/backends'))}>
              {t('overview.empty.add')}
            </Button>
            {manages && (
              <FoundHere
                onChoose={({ address }) =>
                  go(`${addingPath('/backends')}&sel=${encodeURIComponent(address)}`)
                }
              />
            )}
          </>
        }
      />
    );
  return (
    <div className="flex flex-col gap-4">
      <FleetProblems />
      {decides && <QuotaRequestsWaiting />}
      <FleetCapacity />
      <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_24rem]">
        <div className="flex min-w-0 flex-col gap-4">
          <BackendList />
          <div className="grid items-start gap-4 lg:grid-cols-2">
            <HotHosts />
            <HotInstances />
          </div>
          <ClusterList />
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          <MovingNow />
          <FullPools />
          <LatestEvents />
        </div>
      </div>
    </div>
  );
}

function Own() {
  const t = useT();
  const { live, groups } = useLiveAggregate({ topic: 'instance' });
  const nothing = live && !groups.some(group => group.count > 0);
  return (
    <div className="flex flex-col gap-4">
      {nothing && (
        <EmptyState
          icon={LayoutDashboard}
          title={t('overview.empty.ownTitle')}
          text={t('overview.empty.ownText')}
          action={<LaunchButton tone="normal" />}
        />
      )}
      {!nothing && <OwnProblems />}
      <QuotaAnswers />
      <OwnQuota />
      <div className={cn('grid items-start gap-4', !nothing && 'xl:grid-cols-[minmax(0,1fr)_24rem]')}>
        <div className="flex min-w-0 flex-col gap-4">
          {!nothing && (
            <>
              <InstanceCounts />
              <MyInstances />
            </>
          )}
          <LatestEvents />
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          {!nothing && (
            <>
              <MovingNow />
              <HotInstances />
            </>
          )}
          <OwnCost />
        </div>
      </div>
    </div>
  );
}

export const page: Page = { Component: OverviewPage };
