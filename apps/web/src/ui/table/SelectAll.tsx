import { useSyncExternalStore } from 'react';
import { useT } from '../../lib/i18n.ts';
import { EVERYTHING, NOTHING, selectedCount, type SelectionStore } from '../../lib/selection.ts';

export function SelectAll({ selection, total }: { selection: SelectionStore; total: number }) {
  const t = useT();
  const count = useSyncExternalStore(selection.subscribe, () => selectedCount(selection.get(), total));
  const all = total > 0 && count === total;
  return (
    <div role="columnheader" className="dt-cell dt-select">
      <input
        type="checkbox"
        className="dt-check"
        checked={all}
        ref={box => {
          if (box) box.indeterminate = count > 0 && !all;
        }}
        aria-label={t('ui.table.selectAll')}
        onChange={() => selection.set(count > 0 ? NOTHING : EVERYTHING)}
      />
    </div>
  );
}
