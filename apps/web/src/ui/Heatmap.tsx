import { type PointerEvent, useCallback, useState } from 'react';
import { heatCellAt, heatGrid } from '../lib/heat.ts';
import { loadTone } from '../lib/load-tone.ts';
import { Canvas, type Draw } from './Canvas.tsx';

export type HeatCell = { id: string; label: string; percent: number | null };

type HeatmapProps = {
  cells: readonly HeatCell[];
  label: string;
  className?: string;
  onOpen?: (id: string) => void;
};

// Below this a gap would eat the cell.
const GAP_FROM_PX = 6;

/** Load of many things as one picture. Give it a table twin: this is for the eye only. */
export function Heatmap({ cells, label, className = 'h-40 w-full', onOpen }: HeatmapProps) {
  const [hovered, setHovered] = useState<number | undefined>();
  const draw = useCallback<Draw>(
    (context, size, colours) => {
      const grid = heatGrid(cells.length, size);
      const gap = grid.cell >= GAP_FROM_PX ? 1 : 0;
      cells.forEach((cell, index) => {
        const x = (index % grid.columns) * grid.cell;
        const y = Math.floor(index / grid.columns) * grid.cell;
        const tone = loadTone(cell.percent);
        context.fillStyle = colours.hover;
        context.fillRect(x, y, grid.cell - gap, grid.cell - gap);
        if (cell.percent === null) return;
        context.globalAlpha = 0.12 + 0.88 * Math.min(1, cell.percent / 100);
        context.fillStyle = tone === 'normal' ? colours.accent : colours[tone];
        context.fillRect(x, y, grid.cell - gap, grid.cell - gap);
        context.globalAlpha = 1;
      });
    },
    [cells],
  );
  const cellUnder = (event: PointerEvent<HTMLDivElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const point = { x: event.clientX - box.left, y: event.clientY - box.top };
    return heatCellAt(heatGrid(cells.length, box), cells.length, point);
  };
  const under = hovered === undefined ? undefined : cells[hovered];
  return (
    <div
      className={className}
      title={under?.label}
      onPointerMove={event => setHovered(cellUnder(event))}
      onPointerLeave={() => setHovered(undefined)}
      onPointerUp={() => under && onOpen?.(under.id)}
    >
      <Canvas draw={draw} label={label} className="block size-full" />
    </div>
  );
}
