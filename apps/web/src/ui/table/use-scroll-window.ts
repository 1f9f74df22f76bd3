import { type RefObject, useCallback, useLayoutEffect, useState } from 'react';
import { type RowWindow, rowWindow } from './row-window.ts';

type Viewport = { window: RowWindow; height: number };

/**
 * Follows scroll position and size of the element that scrolls `body`; state changes only when other rows are needed.
 * (The parent is asked through `body` because its own ref is not set yet when a child's effect runs.)
 */
export function useScrollWindow(
  body: RefObject<HTMLDivElement | null>,
  rowHeight: number,
  total: number,
): Viewport {
  const [height, setHeight] = useState(0);
  const [window, setWindow] = useState<RowWindow>({ first: 0, last: -1 });
  const measure = useCallback(() => {
    const element = body.current?.parentElement;
    if (!element) return;
    const next = rowWindow({ scrollTop: element.scrollTop, height: element.clientHeight, rowHeight, total });
    setHeight(element.clientHeight);
    setWindow(now => (now.first === next.first && now.last === next.last ? now : next));
  }, [body, rowHeight, total]);
  useLayoutEffect(() => {
    const element = body.current?.parentElement;
    if (!element) return;
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    element.addEventListener('scroll', measure, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', measure);
    };
  }, [body, measure]);
  return { window, height };
}
