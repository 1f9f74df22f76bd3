import type { QuotaRequest } from '@orrery/contract/quota/quota.ts';
import { useState } from 'react';
import { failureOf } from '../../api/problem.ts';
import { limitsInWords, useQuotaRequests } from '../../components/quota-requests.ts';
import { TableCard } from '../../components/TableCard.tsx';
import { useT } from '../../lib/i18n.ts';
import { RelativeTime } from '../../ui/AgeMark.tsx';
import { Button } from '../../ui/Button.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { QuotaDecisionDialog } from './QuotaDecisionDialog.tsx';

type QuotaRequestsProps = { project: string; decides: boolean };

/** Who asked for more quota, for what, and what became of it. Nothing is shown while nobody asked. */
export function QuotaRequests({ project, decides }: QuotaRequestsProps) {
  const t = useT();
  const requests = useQuotaRequests();
  const [deciding, setDeciding] = useState<QuotaRequest>();
  const shown = (requests.data ?? []).filter(request => request.project === project);
  if (requests.error) return <ErrorState failure={failureOf(requests.error)} />;
  if (shown.length === 0) return null;
  return (
    <>
      <TableCard<QuotaRequest>
        title={t('projects.requests')}
        rows={shown}
        rowKey={request => request.id}
        empty=""
        columns={[
          { header: t('projects.asked'), cell: request => <Asked request={request} /> },
          {
            header: t('projects.answer'),
            cell: request =>
              request.status === 'open' && decides ? (
                <Button size="small" onClick={() => setDeciding(request)}>
                  {t('projects.decide')}
                </Button>
              ) : (
                <Answer request={request} />
              ),
          },
        ]}
      />
      {deciding && <QuotaDecisionDialog request={deciding} onClose={() => setDeciding(undefined)} />}
    </>
  );
}

function Asked({ request }: { request: QuotaRequest }) {
  const t = useT();
  return (
    <div className="min-w-0 whitespace-normal [overflow-wrap:anywhere]">
      {limitsInWords(t, request.quota)}
      <span className="block text-12 text-muted">{request.reason}</span>
      <span className="block text-12 text-muted">
        {request.requestedBy} · <RelativeTime at={request.createdAt} />
      </span>
    </div>
  );
}

function Answer({ request }: { request: QuotaRequest }) {
  const t = useT();
  const { status, granted, note, decidedBy, decidedAt } = request;
  return (
    <div className="min-w-0 whitespace-normal [overflow-wrap:anywhere]">
      {t(`projects.requestStates.${status}`)}
      {granted && `: ${limitsInWords(t, granted)}`}
      {note && <span className="block text-12 text-muted">{note}</span>}
      {decidedAt && (
        <span className="block text-12 text-muted">
          {decidedBy} · <RelativeTime at={decidedAt} />
        </span>
      )}
    </div>
  );
}
