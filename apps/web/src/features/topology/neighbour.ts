import type { Rect } from './layout.ts';

const directions = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
} as const;

/** Where a key leads from one place of the picture: the nearest in that direction; undefined for other keys. */
export function neighbour(places: readonly Rect[], from: number, key: string): number | undefined {
  if (key === 'Home') return 0;
  if (key === 'End') return places.length - 1;
  const start = places[from];
  if (!start || !isDirection(key)) return undefined;
  const [dx, dy] = directions[key];
  let best = from;
  let least = Number.POSITIVE_INFINITY;
  for (const [at, place] of places.entries()) {
    const x = place.x - start.x;
    const y = place.y - start.y;
    const ahead = x * dx + y * dy;
    if (ahead <= 0) continue;
    // To stay in the row or column counts for more than to be near.
    const distance = ahead + 4 * Math.abs(x * dy + y * dx);
    if (distance < least) [best, least] = [at, distance];
  }
  return best;
}

const isDirection = (key: string): key is keyof typeof directions => key in directions;
