import type { Palette } from '../../../lib/palette.ts';
import { alongBow, bowOf, type Flight } from './flights.ts';
import type { Block, LoadLayout, Point } from './layout.ts';

export interface Drag {
  block: Block;
  at: Point;
  /** Host ids that can take it; null while that is being asked. */
  allowed: ReadonlySet<string> | null;
  over: string | null;
}

export interface Lively {
  laid: LoadLayout;
  /** Of the loads, 0 to 1. */
  mean: number | null;
  flights: readonly Flight[];
  /** The block under the pointer or with the keyboard's focus. */
  marked: Block | undefined;
  drag: Drag | null;
  colours: Palette;
}

/** What lies over the blocks: the mean, moves in flight, what is pointed at, what is dragged. Drawn apart, so that blocks stay. */
export function paintOverlay(context: CanvasRenderingContext2D, lively: Lively): void {
  const { laid, mean, flights, marked, drag, colours } = lively;
  if (mean !== null) paintMean(context, { laid, mean, colours });
  if (drag) paintTargets(context, lively, drag);
  for (const flight of flights) paintFlight(context, flight, colours);
  if (marked) outline(context, marked, colours.text);
  if (drag) paintDragged(context, drag, colours);
}

function paintMean(
  context: CanvasRenderingContext2D,
  { laid, mean, colours }: { laid: LoadLayout; mean: number; colours: Palette },
): void {
  context.strokeStyle = colours.text;
  context.lineWidth = 1;
  context.setLineDash([4, 4]);
  context.beginPath();
  // One dashed line in each line of hosts.
  for (let at = 0; at < laid.columns.length; at += laid.perLine) {
    const first = laid.columns[at];
    const last = laid.columns[Math.min(at + laid.perLine, laid.columns.length) - 1];
    if (!first || !last) continue;
    const y = first.bottom - mean * (first.bottom - first.top);
    context.moveTo(first.x, y);
    context.lineTo(last.x + last.width, y);
  }
  context.stroke();
  context.setLineDash([]);
}

function paintFlight(context: CanvasRenderingContext2D, flight: Flight, colours: Palette): void {
  const bow = bowOf(flight);
  const colour = flight.inTrouble ? colours.bad : colours.busy;
  context.strokeStyle = colour;
  context.fillStyle = colour;
  context.lineWidth = 1.5;
  if (flight.inTrouble) context.setLineDash([3, 3]);
  context.beginPath();
  context.moveTo(bow.from.x, bow.from.y);
  context.quadraticCurveTo(bow.over.x, bow.over.y, bow.to.x, bow.to.y);
  context.stroke();
  context.setLineDash([]);
  // Where it lands: an open square, filled when it is there.
  context.strokeRect(bow.to.x - 4, bow.to.y - 8, 8, 8);
  const now = alongBow(bow, flight.progress);
  context.fillRect(now.x - 4, now.y - 4, 8, 8);
}

function outline(context: CanvasRenderingContext2D, { x, y, width, height }: Block, colour: string): void {
  context.strokeStyle = colour;
  context.lineWidth = 1.5;
  context.strokeRect(x + 0.5, y + 0.5, Math.max(2, width - 1), Math.max(2, height - 1));
}

/** Hosts that can not take it are dimmed; the one that it would be dropped on is framed. */
function paintTargets(context: CanvasRenderingContext2D, { laid, colours }: Lively, drag: Drag): void {
  for (const { host, x, width, top, bottom } of laid.columns) {
    const own = host.id === drag.block.instance.host;
    if (own || (drag.allowed !== null && !drag.allowed.has(host.id))) {
      context.globalAlpha = 0.75;
      context.fillStyle = colours.surface;
      context.fillRect(x, top, width, bottom - top);
      context.globalAlpha = 1;
    } else if (host.id === drag.over) {
      context.strokeStyle = colours.accent;
      context.lineWidth = 2;
      context.strokeRect(x + 1, top, width - 2, bottom - top);
    }
  }
}

function paintDragged(context: CanvasRenderingContext2D, { block, at }: Drag, colours: Palette): void {
  const height = Math.max(8, block.height);
  const width = Math.max(8, block.width);
  context.globalAlpha = 0.9;
  context.fillStyle = colours.accent;
  context.fillRect(at.x - width / 2, at.y - height / 2, width, height);
  context.globalAlpha = 1;
}
