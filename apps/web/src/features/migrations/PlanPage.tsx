import type { Plan } from '@orrery/contract/migrations/plans.ts';
import { quoteIfNeeded } from '@orrery/inventory/query/format.ts';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useLiveList } from '../../api/live-rows.ts';
import { orrery } from '../../api/orrery.ts';
import { failureOf } from '../../api/problem.ts';
import { MoveCard } from '../../components/migrations/MoveCard.tsx';
import { detailPath } from '../../components/paths.ts';
import { isOver, PLAN_TONES, planSummary } from '../../components/plans/plan-words.ts';
import { PlanBlockers } from '../../components/plans/PlanBlockers.tsx';
import { PlanSteps } from '../../components/plans/PlanSteps.tsx';
import type { Page } from '../../lib/feature.ts';
import { useT } from '../../lib/i18n.ts';
import { formatDuration } from '../../lib/units.ts';
import { RelativeTime } from '../../ui/AgeMark.tsx';
import { Banner } from '../../ui/Banner.tsx';
import { Card } from '../../ui/Card.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { TextLink } from '../../ui/Link.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { ToneShape } from '../../ui/ToneShape.tsx';
import { PlanActions } from './PlanActions.tsx';

/** A plan is asked after while it is not over; its moves themselves are live. */
const REFRESH_MS = 1000;

function PlanPage() {
  const t = useT();
  // The route tree is built from manifests: an unregistered router types parameters as any.
  const params: Record<string, string | undefined> = useParams({ strict: false });
  const id = params.id ?? '';
  const plan = useQuery({
    queryKey: ['plan', id],
    queryFn: ({ signal }) => orrery.moves.getPlan(id, signal),
    refetchInterval: ({ state }) => (state.data && isOver(state.data) ? false : REFRESH_MS),
  });
  const crumbs = [{ label: t('migrations.title'), href: '/migrations' }];
  if (plan.data) return <Shown plan={plan.data} crumbs={crumbs} />;
  if (!plan.error) return <Skeleton className="m-6 h-40" />;
  return (
    <>
      <PageHeader title={t('plans.title')} crumbs={crumbs} />
      <div className="p-6">
        <ErrorState failure={failureOf(plan.error)} onRetry={() => void plan.refetch()} />
      </div>
    </>
  );
}

type ShownProps = { plan: Plan; crumbs: { label: string; href: string }[] };

function Shown({ plan, crumbs }: ShownProps) {
  const t = useT();
  return (
    <>
      <PageHeader
        title={t('plans.drain', { host: plan.hostName })}
        crumbs={crumbs}
        meta={
          <>
            <span className="flex items-center gap-2">
              <ToneShape tone={PLAN_TONES[plan.state]} />
              {t(`plans.states.${plan.state}`)}
            </span>
            <TextLink href={detailPath('host', plan.host)}>{plan.hostName}</TextLink>
            <span>{t('plans.by', { name: plan.createdBy })}</span>
            <RelativeTime at={plan.createdAt} />
          </>
        }
        actions={<PlanActions plan={plan} />}
      />
      <div className="scroll-area flex min-h-0 flex-1 flex-col gap-4 p-6 max-md:p-4">
        {plan.problem && <Banner tone={plan.state === 'failed' ? 'bad' : 'warn'} title={plan.problem} />}
        <Progress plan={plan} />
        <PlanBlockers plan={plan} />
        {plan.state === 'running' && <MovesOf plan={plan} />}
        <Card title={t('plans.course')} flush className="shrink-0">
          <PlanSteps plan={plan} />
        </Card>
      </div>
    </>
  );
}

function Progress({ plan }: { plan: Plan }) {
  const t = useT();
  const done = plan.steps.filter(({ state }) => state === 'succeeded').length;
  const label = t('plans.progress', { done, all: plan.steps.length });
  return (
    <section className="rounded-lg border bg-surface p-4 text-13">
      <p role="status" className="tabular mb-2 flex flex-wrap gap-x-4">
        <span className="font-medium">{label}</span>
        {plan.state === 'running' && plan.leftMs !== null && (
          <span>{t('plans.left', { time: formatDuration(plan.leftMs) })}</span>
        )}
        <span className="text-muted">{planSummary(t, plan)}</span>
      </p>
      <progress className="progress" max={1} value={plan.progress} aria-label={label} />
    </section>
  );
}

/** The moves of this plan as they run. */
function MovesOf({ plan }: { plan: Plan }) {
  const t = useT();
  const running = plan.steps.flatMap(({ state, migration }) =>
    state === 'running' && migration !== null ? [migration] : [],
  );
  const q = running.length === 0 ? 'id:none' : `id:${running.map(quoteIfNeeded).join(',')}`;
  const { rows } = useLiveList('migration', { q, sort: 'started', limit: 20 });
  if (rows.length === 0) return null;
  return (
    <section aria-label={t('plans.moving')} className="grid shrink-0 items-start gap-4 2xl:grid-cols-2">
      {rows.map(row => (
        <MoveCard key={row.id} migration={row} />
      ))}
    </section>
  );
}

export const page: Page = { Component: PlanPage };
