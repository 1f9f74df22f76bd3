import { type RefObject, useLayoutEffect, useRef } from 'react';
import type { RowSource } from '../../lib/row-source.ts';

type Anchor = { id: string; index: number };

/**
 * Keeps the row that is read where it is: when the order changes above it, the scroll position moves by as much.
 * Call `hold(index)` when a row becomes active or hovered, `hold(undefined)` when none is.
 */
export function useAnchor<T>(
  scroller: RefObject<HTMLDivElement | null>,
  source: RowSource<T>,
  rowHeight: number,
): { hold: (index: number | undefined) => void } {
  const anchor = useRef<Anchor | undefined>(undefined);
  useLayoutEffect(() => {
    return source.subscribe(() => {
      const held = anchor.current;
      const element = scroller.current;
      if (!held || !element) return;
      const index = source.indexOf(held.id);
      if (index === undefined || index === held.index) return;
      element.scrollTop += (index - held.index) * rowHeight;
      anchor.current = { id: held.id, index };
    });
  }, [scroller, source, rowHeight]);
  const hold = (index: number | undefined) => {
    const id = index === undefined ? undefined : source.idAt(index);
    anchor.current = id === undefined || index === undefined ? undefined : { id, index };
    source.setHeld(anchor.current !== undefined);
  };
  return { hold };
}
