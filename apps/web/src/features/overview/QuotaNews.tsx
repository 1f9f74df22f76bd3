import type { QuotaRequest } from '@orrery/contract/quota/quota.ts';
import type { ReactNode } from 'react';
import { detailPath } from '../../components/paths.ts';
import { limitsInWords, newAnswers, useQuotaRequests } from '../../components/quota-requests.ts';
import { useT } from '../../lib/i18n.ts';
import type { Tone } from '../../lib/status-tone.ts';
import { Link, TextLink } from '../../ui/Link.tsx';
import { ToneShape } from '../../ui/ToneShape.tsx';

const named = 3;

/** For those who decide: who waits for more quota. Nothing while nobody does. */
export function QuotaRequestsWaiting() {
  const t = useT();
  const open = (useQuotaRequests().data ?? []).filter(({ status }) => status === 'open');
  const [first] = open;
  if (!first) return null;
  return (
    <Line tone="warn">
      <Link
        href={detailPath('project', first.project)}
        className="rounded-sm font-semibold hover:text-accent hover:underline"
      >
        {t('overview.quotaWaiting', { count: open.length })}
      </Link>
      {open.slice(0, named).map(request => (
        <TextLink key={request.id} href={detailPath('project', request.project)} className="font-normal">
          {request.projectName}: {limitsInWords(t, request.quota)}
        </TextLink>
      ))}
    </Line>
  );
}

/** For those who asked: what became of it. */
export function QuotaAnswers() {
  const { data = [], dataUpdatedAt } = useQuotaRequests();
  return newAnswers(data, dataUpdatedAt).map(request => <Answer key={request.id} request={request} />);
}

function Answer({ request }: { request: QuotaRequest }) {
  const t = useT();
  const { project, projectName: name, granted, quota, note } = request;
  const limits = limitsInWords(t, granted ?? quota);
  return (
    <Line tone={granted ? 'ok' : 'warn'}>
      <Link
        href={detailPath('project', project)}
        className="rounded-sm font-semibold hover:text-accent hover:underline"
      >
        {t(granted ? 'overview.quotaGranted' : 'overview.quotaDenied', { name, limits })}
      </Link>
      {note && <span className="min-w-0 text-muted [overflow-wrap:anywhere]">{note}</span>}
    </Line>
  );
}

function Line({ tone, children }: { tone: Tone; children: ReactNode }) {
  return (
    <div
      role="status"
      className="flex min-h-11 flex-wrap items-center gap-x-3 gap-y-0.5 rounded-lg border bg-surface px-4 py-1.5 text-13"
    >
      <ToneShape tone={tone} />
      {children}
    </div>
  );
}
