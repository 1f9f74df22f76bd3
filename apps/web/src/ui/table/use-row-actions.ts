import { type MouseEvent, useLayoutEffect, useMemo, useRef } from 'react';
import type { RowSource } from '../../lib/row-source.ts';
import { isSelected, type SelectionStore, toggled, withSelected } from '../../lib/selection.ts';
import type { RowContext } from './TableRow.tsx';

type Wiring<T> = {
  source: RowSource<T>;
  gridId: string;
  selection: SelectionStore | undefined;
  rowLabel: (row: T) => string;
  activate: (index: number) => void;
  onOpen: ((row: T) => void) | undefined;
};

export type RowActions<T> = RowContext<T> & { extendTo: (index: number) => void };

/** What rows can do. One stable object, so that a memoised row renders only for its own reasons. */
export function useRowActions<T>(wiring: Wiring<T>): RowActions<T> {
  const { source, gridId, selection } = wiring;
  const latest = useRef(wiring);
  useLayoutEffect(() => {
    latest.current = wiring;
  });
  const rangeStart = useRef(0);
  return useMemo(() => {
    const extendTo = (index: number) => {
      if (!selection) return;
      const first = Math.min(rangeStart.current, index);
      const last = Math.max(rangeStart.current, index);
      void idsBetween(source, first, last).then(ids => selection.set(now => withSelected(now, ids, true)));
    };
    const toggle = (index: number) => {
      const id = source.idAt(index);
      if (id === undefined || !selection) return;
      rangeStart.current = index;
      selection.set(now => toggled(now, id));
    };
    return {
      source,
      gridId,
      selection,
      rowLabel: row => latest.current.rowLabel(row),
      extendTo,
      onToggle: (index, extend) => {
        const id = source.idAt(index);
        if (extend && selection && id !== undefined && !isSelected(selection.get(), id)) extendTo(index);
        else toggle(index);
      },
      onPress: (index, event) => {
        if (event.button !== 0 || isControl(event)) return;
        latest.current.activate(index);
        if (event.shiftKey) extendTo(index);
        else if (event.ctrlKey || event.metaKey) toggle(index);
        else rangeStart.current = index;
      },
      onOpen: index => {
        const row = source.get(index);
        if (row !== undefined) latest.current.onOpen?.(row);
      },
    } satisfies RowActions<T>;
  }, [source, gridId, selection]);
}

function isControl(event: MouseEvent): boolean {
  return (
    event.target instanceof Element && event.target.closest('a, button, input, [role=menuitem]') !== null
  );
}

async function idsBetween<T>(source: RowSource<T>, first: number, last: number): Promise<readonly string[]> {
  if (source.idsBetween) return source.idsBetween(first, last);
  const ids: string[] = [];
  for (let index = first; index <= last; index += 1) {
    const id = source.idAt(index);
    if (id !== undefined) ids.push(id);
  }
  return ids;
}
