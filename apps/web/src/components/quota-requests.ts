import type { QuotaRequest } from '@orrery/contract/quota/quota.ts';
import { quotaItems } from '@orrery/contract/quota/quota.ts';
import { useQuery } from '@tanstack/react-query';
import { orrery } from '../api/orrery.ts';
import type { Translate } from '../lib/i18n.ts';
import { formatQuota } from './QuotaBars.tsx';

/** Somebody waits at the other end: it is asked for again after so long. */
const AGAIN_MS = 15_000;
/** So long an answer stands on the overview of those who asked. */
const NEWS_MS = 3 * 24 * 3_600_000;

export const quotaRequestsKey = ['quota-requests'];

export const useQuotaRequests = () =>
  useQuery({
    queryKey: quotaRequestsKey,
    queryFn: ({ signal }) => orrery.own.quotaRequests(signal),
    refetchInterval: AGAIN_MS,
  });

/** Answers that are new, the newest of each project: what was answered before that is history. */
export function newAnswers(requests: readonly QuotaRequest[], now: number): QuotaRequest[] {
  const seen = new Set<string>();
  return requests.filter(({ project, decidedAt }) => {
    if (seen.has(project)) return false;
    seen.add(project);
    return decidedAt !== null && now - Date.parse(decidedAt) < NEWS_MS;
  });
}

/** Limits in words: "Instances: 20, Memory: 64 GiB". */
export function limitsInWords(t: Translate, quota: QuotaRequest['quota']): string {
  return quotaItems
    .filter(item => quota[item] !== undefined)
    .map(item => {
      const limit = quota[item];
      const value =
        limit === null || limit === undefined ? t('projects.unlimited') : formatQuota(item, limit);
      return `${t(`projects.limits.${item}`)}: ${value}`;
    })
    .join(', ');
}
