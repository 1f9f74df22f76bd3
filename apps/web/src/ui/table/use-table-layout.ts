import { useMemo } from 'react';
import { useNarrow } from '../../lib/narrow.ts';
import { usePreferences } from '../../lib/preferences.ts';
import { type Brief, briefOf } from './brief.ts';
import { briefTemplate, type Column, type ColumnState, columnTemplate, visibleColumns } from './columns.ts';

const ROW_HEIGHT = { normal: 36, compact: 28 } as const;
/** Two lines, high enough for a finger. */
const BRIEF_ROW_HEIGHT = { normal: 56, compact: 48 } as const;

type Layout<T> = {
  rowHeight: number;
  shown: readonly Column<T>[];
  /** Rows of two lines, for a narrow screen. */
  brief: Brief<T> | undefined;
  /** The CSS grid template, and the least width of the whole. */
  template: string;
  width: number;
};

/** What of a table is drawn, and how large. */
export function useTableLayout<T>(
  columns: readonly Column<T>[],
  state: ColumnState,
  selectable: boolean,
): Layout<T> {
  const narrow = useNarrow();
  const { density } = usePreferences();
  const shown = useMemo(() => visibleColumns(columns, state), [columns, state]);
  const brief = useMemo(() => (narrow ? briefOf(shown) : undefined), [narrow, shown]);
  const rowHeight = (brief ? BRIEF_ROW_HEIGHT : ROW_HEIGHT)[density];
  const tracks = brief ? briefTemplate(selectable) : columnTemplate(shown, state, selectable);
  return { rowHeight, shown, brief, ...tracks };
}
