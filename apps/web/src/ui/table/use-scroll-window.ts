import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { type RowWindow, rowWindow } from './row-window.ts';

// Later than the frame, earlier than a hand at the wheel.
const AFTER_FIRST_FRAME_MS = 60;

type Table = {
  rowHeight: number;
  total: number;
  /** The least width of a row, in pixels. */
  tableWidth: number;
};
type Viewport = {
  window: RowWindow;
  height: number;
  /** Rows pass faster than they can be read. */
  flying: boolean;
};

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
  const { flying, noteScroll } = useFlight(rowHeight);
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
    const scrolled = () => {
      noteScroll(element.scrollTop);
      measure();
    };
    element.addEventListener('scroll', scrolled, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', scrolled);
    };
  }, [body, measure, noteScroll, tableWidth]);
  return { window, height, flying };
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

// So many rows from one frame to the next, twice in a row: nobody reads them.
const FLIGHT_ROWS = 4;
const SAME_FLIGHT_MS = 150;
const LANDED_AFTER_MS = 80;

/** Notices a fling, and when it is over. A single jump (a page, the end of the list) is none. */
function useFlight(rowHeight: number): { flying: boolean; noteScroll: (scrollTop: number) => void } {
  const [flying, setFlying] = useState(false);
  const last = useRef({ scrollTop: 0, at: 0, far: false });
  const landing = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(landing.current), []);
  const noteScroll = useCallback(
    (scrollTop: number) => {
      const before = last.current;
      const at = performance.now();
      const far = Math.abs(scrollTop - before.scrollTop) > FLIGHT_ROWS * rowHeight;
      last.current = { scrollTop, at, far };
      if (!far || !before.far || at - before.at > SAME_FLIGHT_MS) return;
      setFlying(true);
      clearTimeout(landing.current);
      landing.current = setTimeout(() => setFlying(false), LANDED_AFTER_MS);
    },
    [rowHeight],
  );
  return { flying, noteScroll };
}
