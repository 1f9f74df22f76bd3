import { cn } from '../lib/cn.ts';
import { sparklinePath } from '../lib/sparkline.ts';

type SparklineProps = {
  /** Oldest first; null where nothing was measured. */
  values: readonly (number | null)[];
  /** The top of the scale. The bottom is always zero. */
  max?: number;
  /** Leave out beside a number that says the same. */
  label?: string;
  className?: string;
};

// Drawn in these units and stretched to its box, so that a row needs no measuring.
const SIZE = { width: 80, height: 20 };

/** One path: a table has forty of them, and draws others with each block of rows scrolled by. */
export function Sparkline({ values, max = 100, label, className }: SparklineProps) {
  return (
    <svg
      viewBox={`0 0 ${SIZE.width} ${SIZE.height}`}
      preserveAspectRatio="none"
      className={cn('sparkline h-5 w-20', className)}
      {...(label ? { role: 'img', 'aria-label': label } : { 'aria-hidden': true })}
    >
      <path vectorEffect="non-scaling-stroke" d={sparklinePath(values, SIZE, max)} />
    </svg>
  );
}
