import {
  cloneElement,
  type FocusEvent,
  type HTMLAttributes,
  isValidElement,
  type PointerEvent,
  type ReactElement,
  type ReactNode,
  useEffect,
  useId,
} from 'react';
import {
  closeTooltip,
  forgetTooltip,
  leaveTooltip,
  openTooltip,
  openTooltipSoon,
  pressTooltip,
  tellTooltip,
  type TooltipSide,
} from './tooltip-state.ts';

type TooltipProps = {
  content: ReactNode;
  children: ReactNode;
  side?: TooltipSide;
  /** Without content the child is rendered alone. */
  disabled?: boolean;
};

/** A short explanation on hover and focus. The child must be one focusable element, or a component that is one. */
export function Tooltip({ content, children, side = 'bottom', disabled = false }: TooltipProps) {
  if (!isValidElement<HTMLAttributes<Element>>(children)) return children;
  // The same tree with and without words: a button that is refused from now on keeps the focus that it has.
  return (
    <Explained content={disabled ? null : content} side={side} own={children.props}>
      {children}
    </Explained>
  );
}

type ExplainedProps = {
  content: ReactNode;
  side: TooltipSide;
  own: HTMLAttributes<Element>;
  children: ReactElement<HTMLAttributes<Element>>;
};

/** Only listens: what is shown is drawn once for the page, by TooltipLayer. */
function Explained({ content, side, own, children }: ExplainedProps) {
  const owner = useId();
  useEffect(() => () => forgetTooltip(owner), [owner]);
  useEffect(() => tellTooltip(owner, content), [owner, content]);
  const shown = (anchor: Element) => ({ owner, anchor, content, side });
  return cloneElement(children, {
    onPointerMove: (event: PointerEvent) => {
      own.onPointerMove?.(event);
      if (content && event.pointerType !== 'touch' && event.buttons === 0)
        openTooltipSoon(shown(event.currentTarget));
    },
    onPointerLeave: (event: PointerEvent) => {
      own.onPointerLeave?.(event);
      leaveTooltip(event.currentTarget);
    },
    onPointerDown: (event: PointerEvent) => {
      own.onPointerDown?.(event);
      pressTooltip(event.currentTarget);
    },
    onFocus: (event: FocusEvent) => {
      own.onFocus?.(event);
      if (content && event.currentTarget.matches(':focus-visible')) openTooltip(shown(event.currentTarget));
    },
    onBlur: (event: FocusEvent) => {
      own.onBlur?.(event);
      closeTooltip(event.currentTarget);
    },
  });
}
