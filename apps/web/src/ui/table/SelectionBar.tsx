import { X } from 'lucide-react';
import { type ReactNode, useSyncExternalStore } from 'react';
import { formatCount } from '../../lib/units.ts';
import { useT } from '../../lib/i18n.ts';
import { IconButton } from '../IconButton.tsx';
import { NOTHING, selectedCount, type SelectionStore } from '../../lib/selection.ts';

type SelectionBarProps = { selection: SelectionStore; total: number; children: ReactNode };

/** What can be done with the selected rows. Present only while something is selected; it covers no row. */
export function SelectionBar({ selection, total, children }: SelectionBarProps) {
  const t = useT();
  const count = useSyncExternalStore(selection.subscribe, () => selectedCount(selection.get(), total));
  if (count === 0) return null;
  const words = t('ui.table.selected', { count, value: formatCount(count) });
  return (
    <div
      role="toolbar"
      aria-label={words}
      className="flex min-h-12 shrink-0 items-center gap-2 overflow-x-auto border-t bg-surface px-6 max-md:px-4"
    >
      <span className="tabular mr-2 shrink-0 text-13 font-medium">{words}</span>
      {children}
      <span className="flex-1" />
      <IconButton icon={X} label={t('ui.table.clearSelection')} onClick={() => selection.set(NOTHING)} />
    </div>
  );
}
