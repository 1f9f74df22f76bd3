import { ChevronLeft, ChevronRight, Columns3 } from 'lucide-react';
import { useT } from '../../lib/i18n.ts';
import { Button } from '../Button.tsx';
import { Checkbox } from '../Checkbox.tsx';
import { IconButton } from '../IconButton.tsx';
import { Popover } from '../Popover.tsx';
import {
  type Column,
  type ColumnState,
  DEFAULT_COLUMNS,
  isShown,
  moveColumn,
  orderedColumns,
  setShown,
} from './columns.ts';

type ColumnChooserProps<T> = {
  columns: readonly Column<T>[];
  state: ColumnState;
  onStateChange: (state: ColumnState) => void;
};

/** Which columns, in which order, by keyboard as well as by dragging headers. */
export function ColumnChooser<T>({ columns, state, onStateChange }: ColumnChooserProps<T>) {
  const t = useT();
  const trigger = <IconButton icon={Columns3} label={t('ui.table.columns')} tone="normal" />;
  const choosable = orderedColumns(columns, state).filter(column => !column.fixed);
  return (
    <Popover trigger={trigger} label={t('ui.table.columns')}>
      <ul className="scroll-area max-h-80">
        {choosable.map(column => (
          <li key={column.id} className="flex items-center gap-1">
            <span className="min-w-0 flex-1">
              <Checkbox
                showLabel
                label={column.header}
                checked={isShown(column, state)}
                onCheckedChange={shown => onStateChange(setShown(columns, state, { id: column.id, shown }))}
              />
            </span>
            <IconButton
              icon={ChevronLeft}
              size="small"
              label={t('ui.table.moveLeft', { column: column.header })}
              onClick={() => onStateChange(moveColumn(columns, state, { id: column.id, by: -1 }))}
            />
            <IconButton
              icon={ChevronRight}
              size="small"
              label={t('ui.table.moveRight', { column: column.header })}
              onClick={() => onStateChange(moveColumn(columns, state, { id: column.id, by: 1 }))}
            />
          </li>
        ))}
      </ul>
      <div className="mt-2 border-t pt-2">
        <Button size="small" tone="quiet" onClick={() => onStateChange(DEFAULT_COLUMNS)}>
          {t('ui.table.reset')}
        </Button>
      </div>
    </Popover>
  );
}
