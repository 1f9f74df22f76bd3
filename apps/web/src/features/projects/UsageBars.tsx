import type { UsageDay } from '@orrery/contract/quota/quota.ts';
import { useT } from '../../lib/i18n.ts';
import { formatAmount } from '../../lib/units.ts';
import type { Measure } from './usage-days.ts';

type UsageBarsProps = { days: readonly { day: string; use: UsageDay | null }[]; measure: Measure };

/** A bar a day, from zero; a day that nobody counted is a gap. For the eye: the table says the same. */
export function UsageBars({ days, measure }: UsageBarsProps) {
  const t = useT();
  const most = Math.max(...days.map(({ use }) => use?.[measure] ?? 0));
  return (
    <div aria-hidden>
      <div className="tabular flex justify-end text-12 text-muted">{formatAmount(most)}</div>
      <div className="flex h-28 items-end gap-px border-y border-b-control">
        {days.map(({ day, use }) => (
          <span
            key={day}
            title={use ? t('projects.ofDay', { day, value: formatAmount(use[measure]) }) : day}
            className="flex h-full min-w-0 flex-1 items-end hover:bg-hover"
          >
            {use && (
              <span
                className="min-h-px w-full rounded-t-[2px] bg-accent"
                style={{ height: `${most === 0 ? 0 : (use[measure] / most) * 100}%` }}
              />
            )}
          </span>
        ))}
      </div>
      <div className="tabular flex justify-between pt-1 text-12 text-muted">
        <span>{days[0]?.day}</span>
        <span>{days.at(-1)?.day}</span>
      </div>
    </div>
  );
}
