import type { ReactNode } from 'react';
import { createStore } from '../lib/store.ts';

export type TooltipSide = 'top' | 'right' | 'bottom' | 'left';
export type ShownTooltip = {
  /** Which component asked for it. */
  owner: string;
  anchor: Element;
  content: ReactNode;
  side: TooltipSide;
};

// Long enough not to flicker under a passing pointer; from one to the next there is no wait.
const OPEN_AFTER_MS = 350;
const NEXT_WITHIN_MS = 200;

/** At most one is open: hundreds of buttons carry words, and one element shows them. */
export const tooltipStore = createStore<ShownTooltip | null>(null);

let timer: ReturnType<typeof setTimeout> | undefined;
let waiting: ShownTooltip | undefined;
/** Pressed and not left since: what it did matters more than what it is called. */
let pressed: Element | undefined;
let closedAt = Number.NEGATIVE_INFINITY;

function stopWaiting(): void {
  clearTimeout(timer);
  waiting = undefined;
}

export function openTooltip(tooltip: ShownTooltip): void {
  stopWaiting();
  tooltipStore.set(tooltip);
}

export function openTooltipSoon(tooltip: ShownTooltip): void {
  const { anchor } = tooltip;
  if (pressed === anchor || waiting?.anchor === anchor || tooltipStore.get()?.anchor === anchor) return;
  if (tooltipStore.get() || performance.now() - closedAt < NEXT_WITHIN_MS) return openTooltip(tooltip);
  clearTimeout(timer);
  waiting = tooltip;
  timer = setTimeout(() => waiting && openTooltip(waiting), OPEN_AFTER_MS);
}

/** Closes the tooltip of this element, and keeps one that waits from opening. */
export function closeTooltip(anchor: Element | null): void {
  if (anchor && waiting?.anchor === anchor) stopWaiting();
  const shown = tooltipStore.get();
  if (!shown || (anchor && shown.anchor !== anchor)) return;
  closedAt = performance.now();
  tooltipStore.set(null);
}

/** What it says has changed, perhaps while it is read: a reason that holds no more must not stay. */
export function tellTooltip(owner: string, content: ReactNode): void {
  if (!content) return forgetTooltip(owner);
  if (waiting?.owner === owner) waiting.content = content;
  const shown = tooltipStore.get();
  if (shown?.owner === owner && shown.content !== content) tooltipStore.set({ ...shown, content });
}

/** Its element has left the page. */
export function forgetTooltip(owner: string): void {
  if (waiting?.owner === owner) stopWaiting();
  if (tooltipStore.get()?.owner === owner) closeTooltip(null);
}

export function pressTooltip(anchor: Element): void {
  closeTooltip(anchor);
  pressed = anchor;
}

export function leaveTooltip(anchor: Element): void {
  closeTooltip(anchor);
  if (pressed === anchor) pressed = undefined;
}

export type Box = { left: number; top: number; width: number; height: number };
export type Size = { width: number; height: number };

const GAP = 6;
const EDGE = 8;

/** Where it fits: on the wanted side, else on the opposite one, and never over the edge of the window. */
export function placeTooltip(
  anchor: Box,
  own: Size,
  { side, window }: { side: TooltipSide; window: Size },
): { left: number; top: number } {
  const across = side === 'left' || side === 'right';
  const middle = across
    ? anchor.top + (anchor.height - own.height) / 2
    : anchor.left + (anchor.width - own.width) / 2;
  const before = (across ? anchor.left - own.width : anchor.top - own.height) - GAP;
  const after = (across ? anchor.left + anchor.width : anchor.top + anchor.height) + GAP;
  const room = across ? window.width - own.width : window.height - own.height;
  const wantsBefore = side === 'left' || side === 'top';
  const along = wantsBefore ? (before >= EDGE ? before : after) : after + EDGE <= room ? after : before;
  const left = across ? along : middle;
  const top = across ? middle : along;
  return {
    left: clamp(left, EDGE, window.width - own.width - EDGE),
    top: clamp(top, EDGE, window.height - own.height - EDGE),
  };
}

const clamp = (value: number, least: number, most: number) => Math.max(least, Math.min(value, most));
