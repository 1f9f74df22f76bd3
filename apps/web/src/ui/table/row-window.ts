export type RowWindow = { first: number; last: number };

type Measure = {
  scrollTop: number;
  height: number;
  rowHeight: number;
  total: number;
  /** Nothing beyond the edge: what is drawn first is what is seen first. */
  bare?: boolean;
};

// Rows drawn beyond the edge. Whole blocks, so that a scroll of a few pixels renders nothing.
const OVERSCAN = 6;
const BLOCK = 4;

/**
 * Which rows to draw. All rows have one height, so this is arithmetic: no measuring and no list of positions
 * (a general virtualiser keeps one entry a row, which costs a long task at 100k rows whenever the total ticks).
 */
export function rowWindow({ scrollTop, height, rowHeight, total, bare = false }: Measure): RowWindow {
  if (total === 0) return { first: 0, last: -1 };
  const beyond = bare ? 0 : OVERSCAN;
  const top = Math.floor(scrollTop / rowHeight) - beyond;
  const bottom = Math.ceil((scrollTop + height) / rowHeight) + beyond;
  const first = Math.max(0, Math.floor(top / BLOCK) * BLOCK);
  const last = Math.min(total - 1, Math.ceil(bottom / BLOCK) * BLOCK);
  return { first: Math.min(first, last), last };
}

/** Enough slots that two rows of one window never share one; rows are recycled by slot. */
export function slotCount(height: number, rowHeight: number): number {
  return Math.ceil(height / rowHeight) + 2 * (OVERSCAN + BLOCK) + 2;
}

/** The scroll position that shows a row with the least movement, below the sticky header. */
export function scrollToShow(index: number, measure: Omit<Measure, 'total' | 'bare'>): number {
  const { scrollTop, height, rowHeight } = measure;
  const top = index * rowHeight;
  if (top < scrollTop) return top;
  if (top + rowHeight > scrollTop + height) return top + rowHeight - height;
  return scrollTop;
}
