import { type QueryWindow, realtimeLimits } from '@orrery/contract/realtime/messages.ts';

/** Rows held around what is on screen, as a share of it, so that scrolling finds them there. */
const aroundShare = 1;
/** Windows begin at multiples of this, so that pages that look at the same place share a live query. */
const step = 25;

/** What to subscribe for a screen that shows `shown`. */
export function windowAround(shown: QueryWindow): QueryWindow {
  const limit = Math.min(shown.limit, realtimeLimits.maxWindow);
  const around = Math.ceil((limit * aroundShare) / step) * step;
  const offset = Math.max(0, Math.floor((shown.offset - around) / step) * step);
  const end = Math.ceil((shown.offset + limit + around) / step) * step;
  const wanted = Math.min(end - offset, realtimeLimits.maxWindow);
  // A very tall screen leaves no room around it: then it begins with what is shown.
  return offset + wanted < shown.offset + limit ? { offset: shown.offset, limit } : { offset, limit: wanted };
}

/** Close to the edge of what is held: time to move, unless the edge is that of the list. */
export function shouldMove(held: QueryWindow, shown: QueryWindow, total: number): boolean {
  const spare = Math.ceil((shown.limit * aroundShare) / 3);
  const end = Math.min(shown.offset + shown.limit, Math.max(total, shown.offset));
  const above = shown.offset - held.offset;
  const below = held.offset + held.limit - end;
  if (above < 0 || below < 0) return true;
  return (above < spare && held.offset > 0) || (below < spare && held.offset + held.limit < total);
}
