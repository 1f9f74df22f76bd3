import { type KeyboardEvent, type PointerEvent, useState } from 'react';
import { type Block, blockAt, blockOf, columnAt, type LoadLayout, type Point } from './layout.ts';
import { isArrow, nextBlock } from './next-block.ts';
import type { Dragging } from './use-drag.ts';
import type { LoadInstance } from './load-rows.ts';

type PointingOptions = {
  laid: LoadLayout;
  dragging: Dragging;
  focused: string | undefined;
  onFocus: (instance: string | undefined) => void;
  onOpen: (instance: LoadInstance) => void;
  onMove: (instance: LoadInstance, toHost?: string) => void;
};

/** Hover, click, drag and keys on the picture: a click opens, a drop and `m` ask to move. */
export function usePointing(options: PointingOptions) {
  const { laid, dragging, focused } = options;
  const [under, setUnder] = useState<string>();
  const hovered = under === undefined ? undefined : blockOf(laid, under);
  return {
    hovered,
    handlers: {
      ...pointerHandlers(options, setUnder),
      onKeyDown: (event: KeyboardEvent) => {
        if (event.key === 'Escape') dragging.cancel();
        const current = focused === undefined ? undefined : blockOf(laid, focused);
        if (pressed(event.key, current, options)) event.preventDefault();
      },
      onBlur: () => options.onFocus(undefined),
    },
  };
}

function pointerHandlers(
  { laid, dragging, onOpen, onMove }: PointingOptions,
  setUnder: (instance: string | undefined) => void,
) {
  return {
    onPointerDown: (event: PointerEvent<HTMLDivElement>) => {
      const at = pointOf(event);
      const block = blockAt(laid, at);
      if (!block || event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      dragging.down(block, at);
    },
    onPointerMove: (event: PointerEvent<HTMLDivElement>) => {
      const at = pointOf(event);
      setUnder(blockAt(laid, at)?.instance.id);
      dragging.move(at, columnAt(laid, at));
    },
    onPointerLeave: () => setUnder(undefined),
    onPointerCancel: dragging.cancel,
    onPointerUp: () => {
      const done = dragging.up();
      if (!done) return;
      const { block, over, dragged } = done;
      if (!dragged) onOpen(block.instance);
      else if (over && over.host.id !== block.instance.host && takes(dragging, over.host.id))
        onMove(block.instance, over.host.id);
    },
  };
}

/** While it is not known the dialog says it. */
const takes = ({ drag }: Dragging, host: string): boolean => !drag?.allowed || drag.allowed.has(host);

const pointOf = (event: PointerEvent<HTMLDivElement>): Point => {
  const box = event.currentTarget.getBoundingClientRect();
  return { x: event.clientX - box.left, y: event.clientY - box.top };
};

/** Whether the key meant something here. */
function pressed(
  key: string,
  current: Block | undefined,
  { laid, onFocus, onOpen, onMove }: PointingOptions,
): boolean {
  if (isArrow(key)) {
    onFocus(nextBlock(laid, current, key)?.instance.id);
    return true;
  }
  if (!current) return false;
  if (key === 'm') onMove(current.instance);
  else if (key === 'Enter') onOpen(current.instance);
  else return false;
  return true;
}
