import { capacityGeometry, type Capacity } from '../lib/capacity.ts';
import { useT } from '../lib/i18n.ts';
import { loadTone } from '../lib/load-tone.ts';
import { cn } from '../lib/cn.ts';
import { formatPercent } from '../lib/units.ts';

type CapacityBarProps = Capacity & {
  label: string;
  format: (value: number) => string;
};

const FILL = { normal: 'bg-accent', warn: 'bg-warn', bad: 'bg-bad' } as const;

/** What is used (solid), what was promised (hatched), and where the physical end is (a tick past which it is overcommitted). */
export function CapacityBar({ label, format, ...capacity }: CapacityBarProps) {
  const t = useT();
  const { used, promised, physical } = capacityGeometry(capacity);
  const percent = capacity.total > 0 ? (capacity.used / capacity.total) * 100 : null;
  const text = t('ui.capacity', {
    used: format(capacity.used),
    promised: format(capacity.promised),
    total: format(capacity.total),
  });
  return (
    <div className="min-w-0">
      {/* Where there is no room for both, the figures go below the label: neither is cut. */}
      <div className="mb-1.5 flex flex-wrap items-baseline justify-between gap-x-2">
        <span className="text-13 font-medium">{label}</span>
        <span className="tabular text-13 whitespace-nowrap">
          {format(capacity.used)} <span className="text-muted">/ {format(capacity.total)}</span>
        </span>
      </div>
      <div role="img" aria-label={`${label}: ${text}`} className="relative h-2.5 rounded-sm bg-hover">
        <span className="hatch absolute inset-y-0 left-0 rounded-sm" style={{ width: `${promised}%` }} />
        <span
          className={cn('absolute inset-y-0 left-0 rounded-sm', FILL[loadTone(percent)])}
          style={{ width: `${used}%` }}
        />
        <span className="absolute -inset-y-0.5 w-0.5 bg-text" style={{ left: `calc(${physical}% - 2px)` }} />
      </div>
      <div className="tabular mt-1 text-12 text-muted">
        {t('ui.promised', { value: format(capacity.promised) })}
        {capacity.total > 0 && ` · ${formatPercent((capacity.promised / capacity.total) * 100)}`}
      </div>
    </div>
  );
}
