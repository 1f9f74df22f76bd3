import type { Migration } from '@orrery/contract/migrations/migration.ts';
import { useCallback, useEffect, useId, useMemo, useRef, useState } from 'react';
import { detailPath } from '../../../components/paths.ts';
import { useGo } from '../../../components/use-go.ts';
import { useT } from '../../../lib/i18n.ts';
import { Canvas, type Draw } from '../../../ui/Canvas.tsx';
import { createBlockPainter } from './block-painter.ts';
import { blockCaption, dropCaption } from './caption.ts';
import { flightsOf } from './flights.ts';
import { blockOf, gridOf } from './layout.ts';
import type { Yardstick } from './measure.ts';
import { paintOverlay } from './paint-overlay.ts';
import type { ClusterLoad } from './use-cluster-load.ts';
import { useDrag } from './use-drag.ts';
import { useLayout } from './use-layout.ts';
import { usePointing } from './use-pointing.ts';
import { useSize } from './use-size.ts';
import type { LoadInstance } from './load-rows.ts';

type LoadCanvasProps = {
  load: ClusterLoad;
  yardstick: Yardstick;
  mean: number | null;
  moves: readonly Migration[];
  onMove: (instance: LoadInstance, toHost?: string) => void;
};

/** Height of the picture: one line of hosts is tall, several are lower each. */
const heightOf = (lines: number): number => (lines === 1 ? 320 : lines * 132);

/** For the eye, the pointer and the keyboard; the table below says the same in words. */
export function LoadCanvas({ load, yardstick, mean, moves, onMove }: LoadCanvasProps) {
  const t = useT();
  const go = useGo();
  const keysId = useId();
  const box = useRef<HTMLDivElement>(null);
  const { width } = useSize(box);
  const height = heightOf(width === 0 ? 1 : gridOf(load.hosts.length, width).lines);
  // Laid out when figures come, never for a frame: what moves is drawn over it.
  const look = useMemo(() => ({ yardstick, width, height }), [yardstick, width, height]);
  const laid = useLayout(load, look);
  const dragging = useDrag();
  const [focused, setFocused] = useState<string>();
  const pointing = usePointing({
    laid,
    dragging,
    focused,
    onFocus: setFocused,
    onOpen: instance => go(detailPath('instance', instance.id)),
    onMove,
  });
  const { drag } = dragging;
  const marked = pointing.hovered ?? (focused === undefined ? undefined : blockOf(laid, focused));
  const flights = useMemo(() => flightsOf(laid, moves), [laid, moves]);
  const painter = useMemo(() => createBlockPainter(), []);
  useEffect(() => painter.stop, [painter]);
  const blocks = useCallback<Draw>(
    (context, { fresh }, colours) => painter.paint(context, { laid, colours, fresh }),
    [painter, laid],
  );
  const overlay = useCallback<Draw>(
    (context, _, colours) => paintOverlay(context, { laid, mean, flights, marked, drag, colours }),
    [laid, mean, flights, marked, drag],
  );
  const caption = drag
    ? dropCaption(t, { name: drag.block.instance.name, over: dragging.over, options: dragging.options })
    : marked && blockCaption(t, marked);
  return (
    <div>
      <div
        ref={box}
        role="application"
        // The keyboard goes from block to block in it.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        aria-label={t('clusters.load.title')}
        aria-describedby={keysId}
        className="relative w-full touch-pan-y select-none"
        style={{ height, cursor: drag ? 'grabbing' : pointing.hovered ? 'grab' : undefined }}
        {...pointing.handlers}
      >
        <Canvas draw={blocks} keeps className="absolute inset-0 size-full" />
        <Canvas draw={overlay} className="pointer-events-none absolute inset-0 size-full" />
      </div>
      <p id={keysId} hidden>
        {t('clusters.load.keys')}
      </p>
      <p role="status" className="tabular mt-1 min-h-4 text-12 text-muted">
        {caption ?? t('clusters.load.hint')}
      </p>
    </div>
  );
}
