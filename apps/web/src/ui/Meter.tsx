import type { CSSProperties } from 'react';
import { formatPercent } from '../lib/units.ts';
import { type LoadThresholds, loadTone } from '../lib/load-tone.ts';

type MeterProps = {
  /** 0 to 100; null when it was not measured. */
  percent: number | null;
  label: string;
  thresholds?: LoadThresholds;
  showValue?: boolean;
};

/** A load from 0 to 100 %. Colour changes only past a threshold, and the number is beside it. */
export function Meter({ percent, label, thresholds, showValue = true }: MeterProps) {
  const words = percent === null ? '–' : formatPercent(percent);
  return (
    <span className="meter">
      <span
        role="meter"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent ?? 0}
        aria-valuetext={words}
        className="meter-track"
        data-tone={loadTone(percent, thresholds)}
        style={fill(percent)}
      />
      {showValue && <span className="meter-value">{words}</span>}
    </span>
  );
}

/** React's style type knows no custom properties, though it sets them. */
function fill(percent: number | null): CSSProperties {
  const variables: Record<`--${string}`, string> = {
    '--fill': `${Math.min(100, Math.max(0, percent ?? 0))}%`,
  };
  return variables;
}
