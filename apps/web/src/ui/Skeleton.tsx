import { cn } from '../lib/cn.ts';

/** A quiet bar in the place of what is coming. Invisible for its first 150 ms. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden className={cn('skeleton block h-3 w-24', className)} />;
}

const WIDTHS = ['w-3/5', 'w-4/5', 'w-1/2', 'w-2/3'] as const;

export function SkeletonLines({ lines = 4 }: { lines?: number }) {
  return (
    <div className="flex flex-col gap-3" aria-hidden>
      {Array.from({ length: lines }, (_, line) => (
        <Skeleton key={line} className={WIDTHS[line % WIDTHS.length] ?? ''} />
      ))}
    </div>
  );
}
