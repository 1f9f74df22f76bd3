import { type ProjectQuota, type QuotaItem, quotaItems } from '@orrery/contract/quota/quota.ts';
import { formatQuota } from '../../components/QuotaBars.tsx';
import { useT } from '../../lib/i18n.ts';
import { formatPercent } from '../../lib/units.ts';
import { Ring } from '../../ui/Ring.tsx';

/** What is used of each limit as a ring; what has no limit as a plain number, when there is any. */
export function QuotaRings({ quota }: { quota: ProjectQuota }) {
  const t = useT();
  const limited = quotaItems.filter(item => quota.items[item].limit !== null);
  const free = quotaItems.filter(item => quota.items[item].limit === null);
  return (
    <div className="flex flex-col gap-4">
      {limited.length > 0 && (
        <ul className="grid grid-cols-[repeat(auto-fill,minmax(12rem,1fr))] gap-x-4 gap-y-3">
          {limited.map(item => (
            <LimitRing key={item} item={item} usage={quota.items[item]} />
          ))}
        </ul>
      )}
      {free.length > 0 && (
        <p className="tabular text-13 text-muted">
          {t('overview.noLimit')}{' '}
          {free
            .map(item => `${t(`projects.limits.${item}`)} ${formatQuota(item, quota.items[item].used)}`)
            .join(' · ')}
        </p>
      )}
    </div>
  );
}

function LimitRing({ item, usage }: { item: QuotaItem; usage: ProjectQuota['items'][QuotaItem] }) {
  const t = useT();
  const { used, reserved } = usage;
  const limit = usage.limit ?? 0;
  // A limit of nothing is full from the start.
  const share = (value: number) => (limit === 0 ? 100 : Math.min(100, (value / limit) * 100));
  const usedShare = share(used);
  const full = used + reserved >= limit;
  const label = t(`projects.limits.${item}`);
  return (
    <li className="flex min-w-0 items-center gap-3 text-13">
      <Ring
        label={label}
        used={usedShare}
        reserved={limit === 0 ? 0 : Math.min(100 - usedShare, share(reserved))}
        full={full}
        text={formatPercent(limit === 0 ? 100 : ((used + reserved) / limit) * 100)}
      />
      <span className="min-w-0">
        <span className="block truncate font-medium">{label}</span>
        <span className="tabular block truncate text-muted">
          {t('overview.usedOf', { used: formatQuota(item, used), limit: formatQuota(item, limit) })}
        </span>
        {reserved > 0 && (
          <span className="tabular block truncate text-12 text-busy-text">
            {t('overview.reserved', { value: formatQuota(item, reserved) })}
          </span>
        )}
      </span>
    </li>
  );
}
