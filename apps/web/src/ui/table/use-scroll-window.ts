import { type RefObject, useCallback, useEffect, useLayoutEffect, useState } from 'react';
import { type RowWindow, rowWindow } from './row-window.ts';

// Later than the frame, earlier than a hand at the wheel.
const AFTER_FIRST_FRAME_MS = 60;

type Table = {
  rowHeight: number;
  total: number;
  /** The least width of a row, in pixels. */
  tableWidth: number;
};
type Viewport = { window: RowWindow; height: number };

/**
 * Follows scroll position and size of the element that scrolls `body`; state changes only when other rows are needed.
 * (The parent is asked through `body` because its own ref is not set yet when a child's effect runs.)
 */
export function useScrollWindow(
  body: RefObject<HTMLDivElement | null>,
  { rowHeight, total, tableWidth }: Table,
): Viewport {
  const [height, setHeight] = useState(0);
  const [window, setWindow] = useState<RowWindow>({ first: 0, last: -1 });
  const bare = useFirstFrame(total > 0);
  const measure = useCallback(() => {
    const element = body.current?.parentElement;
    if (!element) return;
    const { scrollTop, clientHeight } = element;
    const next = rowWindow({ scrollTop, height: clientHeight, rowHeight, total, bare });
    setHeight(clientHeight);
    setWindow(now => (now.first === next.first && now.last === next.last ? now : next));
  }, [body, rowHeight, total, bare]);
  useLayoutEffect(() => {
    const element = body.current?.parentElement;
    if (!element) return;
    const observer = new ResizeObserver(() => {
      element.toggleAttribute('data-wide', tableWidth > element.clientWidth);
      measure();
    });
    observer.observe(element);
    element.addEventListener('scroll', measure, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', measure);
    };
  }, [body, measure, tableWidth]);
  return { window, height };
}

/** True until rows have been on screen for a frame: only then are those drawn that nobody sees yet. */
function useFirstFrame(present: boolean): boolean {
  const [first, setFirst] = useState(true);
  useEffect(() => {
    if (!present || !first) return undefined;
    const timer = setTimeout(() => setFirst(false), AFTER_FIRST_FRAME_MS);
    return () => clearTimeout(timer);
  }, [present, first]);
  return first;
}
