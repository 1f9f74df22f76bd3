import type { ReactNode } from 'react';
import type { ColumnPreferences } from '../../lib/preferences.ts';

export type Column<T> = {
  id: string;
  /** Already in the reader's language. */
  header: string;
  cell: (row: T) => ReactNode;
  width: number;
  minWidth?: number;
  /** Takes the room that is left. At most one column. */
  grow?: boolean;
  /** Numbers stand at the end with tabular figures. */
  align?: 'start' | 'end';
  /** Ids and addresses. */
  mono?: boolean;
  /** The field the source sorts by; absent when it cannot. */
  sortBy?: string;
  /** What decides whether the cell changed: it then tints and fades. Not for values that change each second. */
  flashOn?: (row: T) => string | number;
  /** Not shown until chosen. */
  optional?: boolean;
  /**
   * On a narrow screen: the title of a row (else the first column is), among the facts below it, there with its header
   * (a bar alone does not say of what), or beside both.
   */
  brief?: 'title' | 'fact' | 'labelled' | 'end';
  /** Always shown, always first: the name. */
  fixed?: boolean;
};

export type ColumnState = ColumnPreferences;

export const DEFAULT_COLUMNS: ColumnState = { order: [], hidden: [], widths: {} };

const SELECT_WIDTH = 48;
/** One column for everything, as wide as there is room. */
export const briefTemplate = (selectable: boolean) => ({
  template: selectable ? `${SELECT_WIDTH}px minmax(0,1fr)` : 'minmax(0,1fr)',
  width: 0,
});
const MIN_WIDTH = 56;

/** Columns in the reader's order; ones added by a later version come at their own place. */
export function orderedColumns<T>(columns: readonly Column<T>[], state: ColumnState): Column<T>[] {
  const rank = (column: Column<T>, index: number) => {
    if (column.fixed) return -1;
    const chosen = state.order.indexOf(column.id);
    return chosen < 0 ? index : chosen;
  };
  return columns
    .map((column, index) => ({ column, rank: rank(column, index), index }))
    .sort((a, b) => a.rank - b.rank || a.index - b.index)
    .map(entry => entry.column);
}

/** A column that is optional is hidden until the order names it; others are shown until hidden. */
export function isShown<T>(column: Column<T>, state: ColumnState): boolean {
  if (column.fixed) return true;
  if (state.hidden.includes(column.id)) return false;
  return !column.optional || state.order.includes(column.id);
}

export function visibleColumns<T>(columns: readonly Column<T>[], state: ColumnState): Column<T>[] {
  return orderedColumns(columns, state).filter(column => isShown(column, state));
}

/** These columns and no others, as a link says: its sender sees the same as its reader. */
export function exactly(
  columns: readonly { id: string }[],
  state: ColumnState,
  order: readonly string[],
): ColumnState {
  const hidden = columns.map(({ id }) => id).filter(id => !order.includes(id));
  return { ...state, order: [...order], hidden };
}

export function setShown<T>(
  columns: readonly Column<T>[],
  state: ColumnState,
  { id, shown }: { id: string; shown: boolean },
): ColumnState {
  const order = orderedColumns(columns, state)
    .filter(column => isShown(column, state) || column.id === id)
    .map(column => column.id);
  const hidden = state.hidden.filter(other => other !== id);
  return { ...state, order, hidden: shown ? hidden : [...hidden, id] };
}

/** Moves a column by one place among the visible ones. */
export function moveColumn<T>(
  columns: readonly Column<T>[],
  state: ColumnState,
  { id, by }: { id: string; by: -1 | 1 },
): ColumnState {
  const shown = visibleColumns(columns, state);
  const from = shown.findIndex(column => column.id === id);
  const target = shown[from + by];
  if (from < 0 || !target || target.fixed) return state;
  return moveBefore(columns, state, { id, before: by === 1 ? shown[from + 2]?.id : target.id });
}

/** Puts a column before another, or at the end. What dragging a header does. */
export function moveBefore<T>(
  columns: readonly Column<T>[],
  state: ColumnState,
  { id, before }: { id: string; before: string | undefined },
): ColumnState {
  const rest = visibleColumns(columns, state)
    .map(column => column.id)
    .filter(other => other !== id);
  const at = before === undefined ? rest.length : rest.indexOf(before);
  rest.splice(at < 0 ? rest.length : at, 0, id);
  return { ...state, order: rest };
}

export function clampWidth<T>(column: Column<T>, width: number): number {
  return Math.round(Math.max(column.minWidth ?? MIN_WIDTH, width));
}

export function columnWidth<T>(column: Column<T>, state: ColumnState): number {
  return clampWidth(column, state.widths[column.id] ?? column.width);
}

/** The CSS grid template that header and rows share, and the least width of the whole. */
export function columnTemplate<T>(
  shown: readonly Column<T>[],
  state: ColumnState,
  selectable: boolean,
): { template: string; width: number } {
  const tracks = selectable ? [`${SELECT_WIDTH}px`] : [];
  let width = selectable ? SELECT_WIDTH : 0;
  for (const column of shown) {
    const own = columnWidth(column, state);
    width += own;
    tracks.push(column.grow ? `minmax(${own}px,1fr)` : `${own}px`);
  }
  // Without a growing column an empty track takes the rest, so that rules reach the edge.
  if (!shown.some(column => column.grow)) tracks.push('minmax(0,1fr)');
  return { template: tracks.join(' '), width };
}
