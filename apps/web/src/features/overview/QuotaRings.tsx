import { type ProjectQuota, type QuotaItem, quotaItems } from '@orrery/contract/quota/quota.ts';
import { formatQuota } from '../../components/QuotaBars.tsx';
import { useT } from '../../lib/i18n.ts';
import { formatPercent } from '../../lib/units.ts';
import { Ring } from '../../ui/Ring.tsx';

type Usage = ProjectQuota['items'][QuotaItem];

/** What is used of each limit as a ring; what has no limit as a plain number, when there is any. */
export function QuotaRings({ quota }: { quota: ProjectQuota }) {
  const t = useT();
  // A ring of nothing out of nothing tells nothing: what is not given at all is only named.
  const given = quotaItems.filter(item => !isWithheld(quota.items[item]));
  const withheld = quotaItems.filter(item => isWithheld(quota.items[item]));
  const limited = given.filter(item => quota.items[item].limit !== null);
  const free = quotaItems.filter(item => quota.items[item].limit === null);
  return (
    <div className="flex flex-col gap-4">
      {limited.length > 0 && (
        <ul className="grid grid-cols-2 gap-x-4 sm:grid-cols-[repeat(auto-fill,minmax(12rem,1fr))] gap-y-3">
          {limited.map(item => (
            <LimitRing key={item} item={item} usage={quota.items[item]} />
          ))}
        </ul>
      )}
      {withheld.length > 0 && (
        <p className="text-13 text-muted">
          {t('overview.withheld')} {withheld.map(item => t(`projects.limits.${item}`)).join(' · ')}
        </p>
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

const isWithheld = ({ limit, used, reserved }: Usage): boolean => limit === 0 && used + reserved === 0;

function LimitRing({ item, usage }: { item: QuotaItem; usage: Usage }) {
  const t = useT();
  const { used, reserved } = usage;
  const limit = usage.limit ?? 0;
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
