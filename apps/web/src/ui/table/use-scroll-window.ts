import { type RefObject, useCallback, useLayoutEffect, useState } from 'react';
import { type RowWindow, rowWindow } from './row-window.ts';

type Viewport = { window: RowWindow; height: number; measure: () => void };

/** Follows scroll position and size of the scrolling element; state changes only when other rows are needed. */
export function useScrollWindow(
  ref: RefObject<HTMLDivElement | null>,
  rowHeight: number,
  total: number,
): Viewport {
  const [height, setHeight] = useState(0);
  const [window, setWindow] = useState<RowWindow>({ first: 0, last: -1 });
  const measure = useCallback(() => {
    const element = ref.current;
    if (!element) return;
    const next = rowWindow({ scrollTop: element.scrollTop, height: element.clientHeight, rowHeight, total });
    setHeight(element.clientHeight);
    setWindow(now => (now.first === next.first && now.last === next.last ? now : next));
  }, [ref, rowHeight, total]);
  useLayoutEffect(() => {
    const element = ref.current;
    if (!element) return;
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    element.addEventListener('scroll', measure, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', measure);
    };
  }, [ref, measure]);
  return { window, height, measure };
}
