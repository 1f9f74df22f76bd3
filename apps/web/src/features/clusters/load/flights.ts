import type { Migration } from '@orrery/contract/migrations/migration.ts';
import type { HostColumn, LoadLayout, Point } from './layout.ts';

/** A move as it is drawn: from its block to the column where it goes. */
export interface Flight {
  id: string;
  name: string;
  from: Point;
  to: Point;
  /** 0 to 1 of the way; 0 while nobody knows. */
  progress: number;
  /** It will not get there as it is. */
  inTrouble: boolean;
}

type Move = Pick<
  Migration,
  'id' | 'instance' | 'instanceName' | 'fromHost' | 'toHost' | 'progress' | 'forecast'
>;

/** Moves within this picture. One that comes from elsewhere or goes elsewhere has no second end here, and is left out. */
export function flightsOf(layout: LoadLayout, moves: readonly Move[]): Flight[] {
  return moves.flatMap(move => {
    const from = move.fromHost === null ? undefined : layout.byHost.get(move.fromHost);
    const to = move.toHost === null ? undefined : layout.byHost.get(move.toHost);
    if (!from || !to) return [];
    const verdict = move.forecast?.verdict;
    return [
      {
        id: move.id,
        name: move.instanceName,
        from: startOf(move.instance, from),
        to: summit(to),
        progress: move.progress ?? 0,
        inTrouble: verdict === 'will-not-finish' || verdict === 'stalled',
      },
    ];
  });
}

/** The middle of its block while it still stands on the host that it leaves. */
function startOf(instance: string, from: HostColumn): Point {
  const block = from.blocks.find(one => one.instance.id === instance);
  return block ? { x: block.x + block.width / 2, y: block.y + block.height / 2 } : summit(from);
}

/** Where the next block would be laid. */
function summit({ x, width, blocks, bottom }: HostColumn): Point {
  return { x: x + width / 2, y: blocks.at(-1)?.y ?? bottom };
}

/** The bow between the two ends: a quadratic curve above the higher one. */
export function bowOf({ from, to }: Pick<Flight, 'from' | 'to'>): { from: Point; over: Point; to: Point } {
  const lift = 12 + Math.abs(to.x - from.x) * 0.15;
  return { from, over: { x: (from.x + to.x) / 2, y: Math.min(from.y, to.y) - lift }, to };
}

/** A point of the bow. */
export function alongBow({ from, over, to }: ReturnType<typeof bowOf>, at: number): Point {
  const rest = 1 - at;
  return {
    x: rest * rest * from.x + 2 * rest * at * over.x + at * at * to.x,
    y: rest * rest * from.y + 2 * rest * at * over.y + at * at * to.y,
  };
}
