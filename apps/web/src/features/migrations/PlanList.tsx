import { useQuery } from '@tanstack/react-query';
import { orrery } from '../../api/orrery.ts';
import { failureOf } from '../../api/problem.ts';
import { TableCard } from '../../components/TableCard.tsx';
import { isOver, PLAN_TONES, planPath } from '../../components/plans/plan-words.ts';
import { useT } from '../../lib/i18n.ts';
import { RelativeTime } from '../../ui/AgeMark.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { TextLink } from '../../ui/Link.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { ToneShape } from '../../ui/ToneShape.tsx';

const REFRESH_MS = 5000;

/** Plans that were made, the newest first. One that was only looked at is left out. */
export function PlanList() {
  const t = useT();
  const plans = useQuery({
    queryKey: ['plans'],
    queryFn: ({ signal }) => orrery.moves.plans({ limit: 50 }, signal),
    refetchInterval: REFRESH_MS,
  });
  if (plans.error)
    return <ErrorState failure={failureOf(plans.error)} onRetry={() => void plans.refetch()} />;
  if (!plans.data) return <Skeleton className="h-32 w-full" />;
  return (
    <TableCard
      title={t('plans.title')}
      rows={plans.data.filter(({ state }) => state !== 'preview')}
      rowKey={plan => plan.id}
      empty={t('plans.none')}
      columns={[
        {
          header: t('fields.name'),
          cell: plan => (
            <TextLink href={planPath(plan.id)}>{t('plans.drain', { host: plan.hostName })}</TextLink>
          ),
        },
        {
          header: t('fields.status'),
          cell: plan => (
            <span>
              <ToneShape tone={PLAN_TONES[plan.state]} className="mr-2 -mb-px" />
              {t(`plans.states.${plan.state}`)}
            </span>
          ),
        },
        {
          header: t('fields.progress'),
          cell: plan =>
            t('plans.progress', {
              done: plan.steps.filter(({ state }) => state === 'succeeded').length,
              all: plan.steps.length,
            }),
        },
        { header: t('fields.actor'), cell: plan => plan.createdBy },
        {
          header: t('fields.when'),
          end: true,
          cell: plan => <RelativeTime at={(isOver(plan) && plan.endedAt) || plan.createdAt} />,
        },
      ]}
    />
  );
}
