import { useEffect, useId, useLayoutEffect, useRef } from 'react';
import { createPortal } from 'react-dom';
import { useStore } from '../lib/store.ts';
import { closeTooltip, placeTooltip, type ShownTooltip, tooltipStore } from './tooltip-state.ts';

/** The one tooltip of the page. */
export function TooltipLayer() {
  const shown = useStore(tooltipStore);
  // In the body: above dialogs, which stand there too.
  return shown && createPortal(<Bubble shown={shown} />, document.body);
}

function Bubble({ shown }: { shown: ShownTooltip }) {
  const { anchor, content, side } = shown;
  const id = useId();
  const ref = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const bubble = ref.current;
    if (!bubble) return;
    const { innerWidth, innerHeight } = window;
    const size = { width: bubble.offsetWidth, height: bubble.offsetHeight };
    const { left, top } = placeTooltip(anchor.getBoundingClientRect(), size, {
      side,
      window: { width: innerWidth, height: innerHeight },
    });
    bubble.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
  }, [anchor, content, side]);
  useEffect(() => {
    const before = anchor.getAttribute('aria-describedby');
    anchor.setAttribute('aria-describedby', before ? `${before} ${id}` : id);
    return () => {
      if (before) anchor.setAttribute('aria-describedby', before);
      else anchor.removeAttribute('aria-describedby');
    };
  }, [anchor, id]);
  useEffect(() => {
    const close = () => closeTooltip(null);
    const key = (event: KeyboardEvent) => event.key === 'Escape' && close();
    document.addEventListener('keydown', key);
    document.addEventListener('scroll', close, { capture: true, passive: true });
    return () => {
      document.removeEventListener('keydown', key);
      document.removeEventListener('scroll', close, { capture: true });
    };
  }, []);
  return (
    <div
      ref={ref}
      id={id}
      role="tooltip"
      className="anim-appear pointer-events-none fixed top-0 left-0 z-60 w-max max-w-72 rounded-md bg-text px-2 py-1 text-12 text-bg shadow-float"
    >
      {content}
    </div>
  );
}
