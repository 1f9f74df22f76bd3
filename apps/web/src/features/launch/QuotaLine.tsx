import type { LaunchCheck } from '@orrery/contract/launch/launch.ts';
import { cn } from '../../lib/cn.ts';
import { useT } from '../../lib/i18n.ts';

type Item = LaunchCheck['quota'][keyof LaunchCheck['quota']];

/** One limit: what is used, what this launch adds, where the end is. */
export function QuotaLine({
  label,
  item,
  format,
}: {
  label: string;
  item: Item;
  format: (n: number) => string;
}) {
  const t = useT();
  const { limit, used, asked } = item;
  const after = used + asked;
  const over = limit !== null && after > limit;
  const share = (value: number) => (limit === null || limit === 0 ? 0 : Math.min(100, (value / limit) * 100));
  return (
    <div className="text-12">
      <div className="flex items-baseline gap-2">
        <span className="flex-1 text-muted">{label}</span>
        <span className={cn('tabular', over && 'font-medium text-bad-text')}>
          {format(used)} → {format(after)}
          <span className="text-muted"> / {limit === null ? t('launch.noLimit') : format(limit)}</span>
        </span>
      </div>
      {limit !== null && (
        <div aria-hidden className="mt-1 flex h-1.5 overflow-hidden rounded-full bg-hover">
          <span className="bg-control" style={{ width: `${share(used)}%` }} />
          <span
            className={over ? 'bg-bad' : 'bg-accent'}
            style={{ width: `${Math.min(100 - share(used), share(asked))}%` }}
          />
        </div>
      )}
    </div>
  );
}
