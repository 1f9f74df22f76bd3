import type { MigrationOptions } from '@orrery/contract/migrations/options.ts';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { orrery } from '../../../api/orrery.ts';
import type { Block, HostColumn, Point } from './layout.ts';
import type { Drag } from './paint-overlay.ts';

/** So far the pointer goes before a click has become a drag, CSS pixels. */
const slack = 6;

type Held = { block: Block; from: Point; at: Point; over: HostColumn | undefined; dragging: boolean };

export interface Dragging {
  drag: Drag | null;
  /** Who could take what is dragged; undefined while that is being asked. */
  options: MigrationOptions | undefined;
  over: HostColumn | undefined;
  down: (block: Block, at: Point) => void;
  move: (at: Point, over: HostColumn | undefined) => void;
  /** Ends it. `dragged`: it was more than a click. */
  up: () => { block: Block; over: HostColumn | undefined; dragged: boolean } | undefined;
  cancel: () => void;
}

/** Dragging an instance onto a host: while it is dragged, every host is asked whether it can take it. */
export function useDrag(): Dragging {
  const [held, setHeld] = useState<Held>();
  const id = held?.dragging ? held.block.instance.id : undefined;
  const { data: options } = useQuery({
    queryKey: ['migration-options', id],
    queryFn: ({ signal }) => orrery.moves.options(id ?? '', {}, signal),
    enabled: id !== undefined,
    gcTime: 0,
  });
  const allowed = options
    ? new Set(options.candidates.filter(candidate => candidate.allowed).map(({ host }) => host))
    : null;
  return {
    drag: held?.dragging
      ? { block: held.block, at: held.at, allowed, over: held.over?.host.id ?? null }
      : null,
    options,
    over: held?.over,
    down: (block, at) => setHeld({ block, from: at, at, over: undefined, dragging: false }),
    move: (at, over) =>
      setHeld(now => {
        if (!now) return now;
        const far = Math.hypot(at.x - now.from.x, at.y - now.from.y) > slack;
        return { ...now, at, over, dragging: now.dragging || far };
      }),
    up: () => {
      setHeld(undefined);
      return held && { block: held.block, over: held.over, dragged: held.dragging };
    },
    cancel: () => setHeld(undefined),
  };
}
