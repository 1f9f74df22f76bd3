import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';

/** Advanced things: folded, not hidden. What was filled in says so while it is folded. */
export function Fold({
  title,
  filled,
  children,
}: {
  title: string;
  filled?: string | undefined;
  children: ReactNode;
}) {
  return (
    <details className="group rounded-lg border bg-surface">
      <summary className="flex h-11 cursor-pointer list-none items-center gap-2 rounded-lg px-4 text-13 font-semibold hover:bg-hover">
        <ChevronRight aria-hidden className="size-4 transition-transform group-open:rotate-90" />
        {title}
        {filled && <span className="min-w-0 truncate font-normal text-muted">{filled}</span>}
      </summary>
      <div className="border-t p-4">{children}</div>
    </details>
  );
}
