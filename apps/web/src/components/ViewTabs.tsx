import { cn } from '../lib/cn.ts';
import { useT } from '../lib/i18n.ts';

/** A query with a name. */
export type SavedView = { label: string; q: string };

type ViewTabsProps = { views: readonly SavedView[]; q: string; onChange: (q: string) => void };

/** Queries that people use often; the one that is in the query bar is marked. */
export function ViewTabs({ views, q, onChange }: ViewTabsProps) {
  const t = useT();
  return (
    <div
      role="toolbar"
      aria-label={t('lists.views')}
      className="flex gap-1 overflow-x-auto px-6 pb-2 max-md:px-4"
    >
      {views.map(view => (
        <button
          key={view.label}
          type="button"
          aria-pressed={view.q === q}
          onClick={() => onChange(view.q)}
          className={cn(
            'h-7 whitespace-nowrap rounded-md px-2.5 text-13 text-muted hover:bg-hover hover:text-text',
            view.q === q && 'bg-accent-tint font-medium text-text',
          )}
        >
          {view.label}
        </button>
      ))}
    </div>
  );
}
