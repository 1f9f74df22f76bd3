import { type ProjectQuota, type QuotaItem, quotaItems } from '@orrery/contract/quota/quota.ts';
import { useQuery } from '@tanstack/react-query';
import { orrery } from '../api/orrery.ts';
import { useT } from '../lib/i18n.ts';
import { formatCount, formatMiB } from '../lib/units.ts';

/** What others do changes it: it is asked for again after so long. */
const AGAIN_MS = 10_000;

export const formatQuota = (item: QuotaItem, value: number): string => {
  if (item === 'memoryMiB') return formatMiB(value);
  if (item === 'volumeGiB') return formatMiB(value * 1024);
  return formatCount(value);
};

export const useProjectQuota = (project: string) =>
  useQuery({
    queryKey: ['quota', project],
    queryFn: ({ signal }) => orrery.own.quota(project, signal),
    refetchInterval: AGAIN_MS,
  });

/** Each limit of a project with what is used and what is reserved of it; those without a limit as plain numbers. */
export function QuotaBars({ quota }: { quota: ProjectQuota }) {
  return (
    <div className="grid gap-x-6 gap-y-3 sm:grid-cols-2">
      {quotaItems.map(item => (
        <QuotaBar key={item} item={item} usage={quota.items[item]} />
      ))}
    </div>
  );
}

function QuotaBar({ item, usage }: { item: QuotaItem; usage: ProjectQuota['items'][QuotaItem] }) {
  const t = useT();
  const { limit, used, reserved } = usage;
  const share = (value: number) => (limit === null || limit === 0 ? 0 : Math.min(100, (value / limit) * 100));
  const percent = share(used + reserved);
  const full = limit !== null && used + reserved >= limit;
  const label = t(`projects.limits.${item}`);
  return (
    <div className="min-w-0 text-13">
      <div className="flex items-baseline gap-2">
        <span className="min-w-0 flex-1 truncate">{label}</span>
        <span className="tabular">
          {formatQuota(item, used)}
          {reserved > 0 && <span className="text-busy-text"> + {formatQuota(item, reserved)}</span>}
          <span className="text-muted">
            {' / '}
            {limit === null ? t('projects.unlimited') : formatQuota(item, limit)}
          </span>
        </span>
      </div>
      <div
        role="meter"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(percent)}
        className="mt-1 flex h-1.5 overflow-hidden rounded-full bg-hover"
      >
        <span className={full ? 'bg-warn' : 'bg-accent'} style={{ width: `${share(used)}%` }} />
        <span className="bg-busy" style={{ width: `${Math.min(100 - share(used), share(reserved))}%` }} />
      </div>
    </div>
  );
}
