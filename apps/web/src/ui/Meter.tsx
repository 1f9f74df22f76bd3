import { formatPercent } from '../lib/units.ts';
import { cn } from '../lib/cn.ts';
import { type LoadThresholds, loadTone } from '../lib/load-tone.ts';

type MeterProps = {
  /** 0 to 100; null when it was not measured. */
  percent: number | null;
  label: string;
  thresholds?: LoadThresholds;
  showValue?: boolean;
};

const FILL = { normal: 'bg-accent', warn: 'bg-warn', bad: 'bg-bad' } as const;

/** A load from 0 to 100 %. Colour changes only past a threshold, and the number is beside it. */
export function Meter({ percent, label, thresholds, showValue = true }: MeterProps) {
  const filled = Math.min(100, Math.max(0, percent ?? 0));
  return (
    <span className="flex min-w-0 items-center gap-2">
      <span
        role="meter"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent ?? 0}
        aria-valuetext={percent === null ? '–' : formatPercent(percent)}
        className="h-1.5 min-w-8 flex-1 overflow-hidden rounded-full bg-hover"
      >
        <span
          className={cn('block h-full origin-left', FILL[loadTone(percent, thresholds)])}
          style={{ width: `${filled}%` }}
        />
      </span>
      {showValue && (
        <span className="tabular w-11 text-right text-13">
          {percent === null ? '–' : formatPercent(percent)}
        </span>
      )}
    </span>
  );
}
