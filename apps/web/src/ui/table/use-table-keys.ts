import type { RefObject } from 'react';
import type { RowSource } from '../../lib/row-source.ts';
import { scrollToShow } from './row-window.ts';
import { EVERYTHING, NOTHING } from '../../lib/selection.ts';
import { type KeyPress, tableCommand } from './table-keys.ts';
import type { RowActions } from './use-row-actions.ts';

const HEADER_HEIGHT = 32;

type TableKeys<T> = {
  grid: RefObject<HTMLDivElement | null>;
  source: RowSource<T>;
  rowHeight: number;
  /** Index of the active row, -1 for none. */
  active: number;
  /** `undefined` leaves the rows. */
  activate: (index: number | undefined) => void;
  actions: RowActions<T>;
};

/** What keys do to the table that has the focus. */
export function useTableKeys<T>(table: TableKeys<T>): (press: KeyPress & { preventDefault(): void }) => void {
  const { grid, source, rowHeight, active, activate, actions } = table;
  const moveTo = (index: number) => {
    activate(index);
    const element = grid.current;
    if (!element) return;
    const height = element.clientHeight - HEADER_HEIGHT;
    element.scrollTop = scrollToShow(index, { scrollTop: element.scrollTop, height, rowHeight });
  };
  return press => {
    const pageRows = Math.max(1, Math.floor((grid.current?.clientHeight ?? 0) / rowHeight) - 2);
    const command = tableCommand(press, { active, total: source.total(), pageRows });
    if (!command || (command.kind === 'clear' && active < 0)) return;
    press.preventDefault();
    switch (command.kind) {
      case 'move':
        if (command.extend) actions.extendTo(command.to);
        return moveTo(command.to);
      case 'select':
        return actions.onToggle(active, false);
      case 'selectAll':
        return actions.selection?.set(EVERYTHING);
      case 'open':
        return actions.onOpen(active);
      case 'clear':
        actions.selection?.set(NOTHING);
        return activate(undefined);
    }
  };
}
