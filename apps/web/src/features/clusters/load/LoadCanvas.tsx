import { type PointerEvent, useCallback, useRef, useState } from 'react';
import { detailPath } from '../../../components/paths.ts';
import { useGo } from '../../../components/use-go.ts';
import { useT } from '../../../lib/i18n.ts';
import { loadTone } from '../../../lib/load-tone.ts';
import type { Palette } from '../../../lib/palette.ts';
import { formatPercent } from '../../../lib/units.ts';
import { Canvas, type Draw } from '../../../ui/Canvas.tsx';
import { type Block, blockAt, type HostColumn, layOut, type LoadLayout } from './layout.ts';
import type { Measure } from './measure.ts';
import type { ClusterLoad } from './use-cluster-load.ts';

type LoadCanvasProps = { load: ClusterLoad; measure: Measure; mean: number | null };

/** For the eye and the pointer; the table below says the same to everybody else. */
export function LoadCanvas({ load, measure, mean }: LoadCanvasProps) {
  const t = useT();
  const go = useGo();
  const layout = useRef<LoadLayout>({ columns: [], top: 0, bottom: 0 });
  const [under, setUnder] = useState<Block>();
  const hovered = under?.instance.id;
  const draw = useCallback<Draw>(
    (context, { width, height }, colours) => {
      const laid = layOut(load, { measure, width, height });
      layout.current = laid;
      for (const column of laid.columns) drawColumn(context, { column, laid, colours, hovered });
      drawMean(context, { mean, laid, width, colours });
    },
    [load, measure, mean, hovered],
  );
  const pointed = (event: PointerEvent<HTMLDivElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    return blockAt(layout.current, { x: event.clientX - box.left, y: event.clientY - box.top });
  };
  return (
    <div>
      <div
        className="h-80 w-full"
        onPointerMove={event => setUnder(pointed(event))}
        onPointerLeave={() => setUnder(undefined)}
        onPointerUp={event => {
          const block = pointed(event);
          if (block) go(detailPath('instance', block.instance.id));
        }}
      >
        <Canvas draw={draw} label={t('clusters.load.title')} className="block size-full" />
      </div>
      <p aria-hidden className="tabular mt-1 h-4 truncate text-12 text-muted">
        {under
          ? t('clusters.load.under', {
              name: under.instance.name,
              host: under.instance.hostName ?? '',
              share: formatPercent(under.share * 100),
            })
          : t('clusters.load.hint')}
      </p>
    </div>
  );
}

interface Paint {
  column: HostColumn;
  laid: LoadLayout;
  colours: Palette;
  hovered: string | undefined;
}

function drawColumn(context: CanvasRenderingContext2D, { column, laid, colours, hovered }: Paint): void {
  const { x, width, host, load, blocks } = column;
  context.fillStyle = colours.hover;
  context.fillRect(x, laid.top, width, laid.bottom - laid.top);
  const tone = loadTone(load === null ? null : load * 100);
  for (const { instance, y, height } of blocks) {
    if (height < 0.5) continue;
    const moving = instance.status === 'migrating';
    context.fillStyle = moving ? colours.busy : tone === 'normal' ? colours.accent : colours[tone];
    context.globalAlpha = instance.id === hovered ? 1 : 0.72;
    context.fillRect(x, y, width, Math.max(0.5, height - (height > 3 ? 1 : 0)));
  }
  context.globalAlpha = 1;
  if (width < 26) return;
  const resting = host.status === 'maintenance' || host.status === 'entering-maintenance';
  context.fillStyle = host.status === 'up' ? colours.muted : resting ? colours.warn : colours.bad;
  context.font = '11px Inter, sans-serif';
  context.fillText(fitting(context, host.name, width), x, laid.bottom + 13);
}

/** As much of a name as there is room for: its end tells hosts apart. */
function fitting(context: CanvasRenderingContext2D, name: string, width: number): string {
  if (context.measureText(name).width <= width) return name;
  let end = name.slice(-12);
  while (end.length > 2 && context.measureText(`…${end}`).width > width) end = end.slice(1);
  return `…${end}`;
}

function drawMean(
  context: CanvasRenderingContext2D,
  { mean, laid, width, colours }: { mean: number | null; laid: LoadLayout; width: number; colours: Palette },
): void {
  if (mean === null) return;
  const y = laid.bottom - mean * (laid.bottom - laid.top);
  context.strokeStyle = colours.text;
  context.setLineDash([4, 4]);
  context.beginPath();
  context.moveTo(0, y);
  context.lineTo(width, y);
  context.stroke();
  context.setLineDash([]);
}
