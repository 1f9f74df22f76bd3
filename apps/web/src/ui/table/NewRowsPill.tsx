import { ArrowUp } from 'lucide-react';
import { useSyncExternalStore } from 'react';
import { useT } from '../../lib/i18n.ts';
import type { RowSource } from '../../lib/row-source.ts';

/** "12 new": rows that would move what is being read wait behind it. */
export function NewRowsPill<T>({ source, onRelease }: { source: RowSource<T>; onRelease: () => void }) {
  const t = useT();
  const pending = useSyncExternalStore(source.subscribe, source.pending);
  return (
    <div
      aria-live="polite"
      className="pointer-events-none absolute inset-x-0 top-10 z-20 flex justify-center"
    >
      {pending > 0 && (
        <button
          type="button"
          onClick={onRelease}
          className="anim-rise pointer-events-auto flex h-7 items-center gap-1.5 rounded-full bg-accent pr-3 pl-2.5 text-12 font-medium text-on-accent shadow-float hover:bg-accent-hover"
        >
          <ArrowUp aria-hidden className="size-3.5" />
          {t('ui.table.newRows', { count: pending })}
        </button>
      )}
    </div>
  );
}
