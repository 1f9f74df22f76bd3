import { useCallback } from 'react';
import { cn } from '../lib/cn.ts';
import { sparklineRuns } from '../lib/sparkline.ts';
import { Canvas, type Draw } from './Canvas.tsx';

type SparklineProps = {
  /** Oldest first; null where nothing was measured. */
  values: readonly (number | null)[];
  /** The top of the scale. The bottom is always zero. */
  max?: number;
  /** Leave out beside a number that says the same. */
  label?: string;
  className?: string;
};

export function Sparkline({ values, max = 100, label, className }: SparklineProps) {
  const draw = useCallback<Draw>(
    (context, size, colours) => {
      context.lineWidth = 1.25;
      context.lineJoin = 'round';
      for (const run of sparklineRuns(values, size, max)) {
        context.beginPath();
        for (const point of run) context.lineTo(point.x, point.y);
        context.strokeStyle = colours.accent;
        context.stroke();
        const first = run[0];
        const last = run.at(-1);
        if (!first || !last) continue;
        context.lineTo(last.x, size.height);
        context.lineTo(first.x, size.height);
        context.globalAlpha = 0.12;
        context.fillStyle = colours.accent;
        context.fill();
        context.globalAlpha = 1;
      }
    },
    [values, max],
  );
  return <Canvas draw={draw} {...(label ? { label } : {})} className={cn('block h-5 w-20', className)} />;
}
