import type { Palette } from '../../../lib/palette.ts';
import type { HostColumn } from './layout.ts';

/** Below this a name can not be read. */
const leastForName = 26;
const quiet = 0.72;

/** One host with what it runs, on ground that is empty. */
export function paintHost(context: CanvasRenderingContext2D, column: HostColumn, colours: Palette): void {
  context.font = '11px Inter, sans-serif';
  paintGround(context, column, colours);
  paintColumn(context, column, colours);
  paintHotMark(context, column, colours);
  if (column.width >= leastForName) paintName(context, column, colours);
}

function paintGround(
  context: CanvasRenderingContext2D,
  { x, width, top, bottom }: HostColumn,
  colours: Palette,
): void {
  context.globalAlpha = 1;
  context.fillStyle = colours.hover;
  context.fillRect(x, top, width, bottom - top);
}

function paintColumn(
  context: CanvasRenderingContext2D,
  { tone, blocks }: HostColumn,
  colours: Palette,
): void {
  const colour = tone === 'normal' ? colours.accent : colours[tone];
  context.fillStyle = colour;
  context.globalAlpha = quiet;
  for (const { instance, x, y, width, height } of blocks) {
    if (height < 0.5) continue;
    const moving = instance.status === 'migrating';
    if (moving) context.fillStyle = colours.busy;
    context.fillRect(x, y, width, Math.max(0.5, height - (height > 3 ? 1 : 0)));
    if (moving) context.fillStyle = colour;
  }
  context.globalAlpha = 1;
}

/** A hot spot has a shape as well as a colour: a triangle above the column. */
function paintHotMark(
  context: CanvasRenderingContext2D,
  { x, width, top, tone }: HostColumn,
  colours: Palette,
): void {
  if (tone === 'normal') return;
  const middle = x + width / 2;
  const half = Math.min(5, width / 2);
  context.fillStyle = colours[tone];
  context.beginPath();
  context.moveTo(middle - half, top - 12);
  context.lineTo(middle + half, top - 12);
  context.lineTo(middle, top - 4);
  context.closePath();
  context.fill();
}

function paintName(
  context: CanvasRenderingContext2D,
  { host, x, width, bottom }: HostColumn,
  colours: Palette,
): void {
  const resting = host.status === 'maintenance' || host.status === 'entering-maintenance';
  context.fillStyle = host.status === 'up' ? colours.muted : resting ? colours.warn : colours.bad;
  context.fillText(fitting(context, host.name, width), x, bottom + 13);
}

const fitted = new Map<string, string>();
/** So many names and widths are remembered; a resized window begins anew. */
const mostFitted = 4000;

/** As much of a name as there is room for: its end tells hosts apart. Measured once for each width. */
function fitting(context: CanvasRenderingContext2D, name: string, width: number): string {
  const key = `${Math.round(width)}/${name}`;
  const known = fitted.get(key);
  if (known !== undefined) return known;
  if (fitted.size > mostFitted) fitted.clear();
  const text = shortened(context, name, width);
  fitted.set(key, text);
  return text;
}

function shortened(context: CanvasRenderingContext2D, name: string, width: number): string {
  if (context.measureText(name).width <= width) return name;
  let end = name.slice(-12);
  while (end.length > 2 && context.measureText(`…${end}`).width > width) end = end.slice(1);
  return `…${end}`;
}
