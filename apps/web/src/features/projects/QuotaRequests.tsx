import type { QuotaRequest } from '@orrery/contract/quota/quota.ts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { orrery } from '../../api/orrery.ts';
import { failureOf } from '../../api/problem.ts';
import { formatQuota } from '../../components/QuotaBars.tsx';
import { SimpleTable } from '../../components/SimpleTable.tsx';
import { useT } from '../../lib/i18n.ts';
import { RelativeTime } from '../../ui/AgeMark.tsx';
import { Button } from '../../ui/Button.tsx';
import { Card } from '../../ui/Card.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { quotaKeys } from './quota-form.ts';

type QuotaRequestsProps = { project?: string; decides: boolean };

/** Who asked for more quota, for what, and what became of it. Nothing is shown while nobody asked. */
export function QuotaRequests({ project, decides }: QuotaRequestsProps) {
  const t = useT();
  const requests = useQuery({
    queryKey: ['quota-requests'],
    queryFn: ({ signal }) => orrery.own.quotaRequests(signal),
  });
  const shown = (requests.data ?? []).filter(request => project === undefined || request.project === project);
  if (requests.error) return <ErrorState failure={failureOf(requests.error)} />;
  if (shown.length === 0) return null;
  return (
    <Card title={t('projects.requests')} flush>
      <SimpleTable<QuotaRequest>
        label={t('projects.requests')}
        rows={shown}
        rowKey={request => request.id}
        empty=""
        columns={[
          {
            header: t('projects.asked'),
            cell: request => (
              <>
                <Asked request={request} />
                <span className="block text-12 text-muted">{request.reason}</span>
              </>
            ),
          },
          {
            header: t('projects.by'),
            cell: request => (
              <>
                {request.requestedBy} · <RelativeTime at={request.createdAt} />
              </>
            ),
          },
          {
            header: t('fields.status'),
            end: true,
            cell: request =>
              request.status === 'open' && decides ? (
                <Decision request={request} />
              ) : (
                t(`projects.requestStates.${request.status}`)
              ),
          },
        ]}
      />
    </Card>
  );
}

function Asked({ request }: { request: QuotaRequest }) {
  const t = useT();
  return quotaKeys
    .filter(key => request.quota[key] !== undefined)
    .map(key => {
      const limit = request.quota[key];
      const value = limit === null || limit === undefined ? t('projects.unlimited') : formatQuota(key, limit);
      return `${t(`projects.limits.${key}`)}: ${value}`;
    })
    .join(', ');
}

function Decision({ request }: { request: QuotaRequest }) {
  const t = useT();
  const queries = useQueryClient();
  const decide = useMutation({
    mutationFn: (approve: boolean) => orrery.own.decideQuotaRequest(request.id, { approve, note: null }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['quota-requests'] });
      await queries.invalidateQueries({ queryKey: ['quota', request.project] });
    },
  });
  return (
    <span className="flex justify-end gap-2">
      <Button size="small" busy={decide.isPending} onClick={() => decide.mutate(false)}>
        {t('projects.deny')}
      </Button>
      <Button size="small" tone="primary" busy={decide.isPending} onClick={() => decide.mutate(true)}>
        {t('projects.approve')}
      </Button>
    </span>
  );
}
