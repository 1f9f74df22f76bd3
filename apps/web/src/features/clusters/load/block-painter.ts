import type { Palette } from '../../../lib/palette.ts';
import { createSlices } from '../../../lib/slices.ts';
import type { Block, HostColumn, LoadLayout } from './layout.ts';
import { paintHost } from './paint-blocks.ts';

/** Hosts between two looks at the clock. */
const STEP_HOSTS = 4;
/** CSS pixels below which nobody sees that a block has changed. */
const VISIBLE = 0.5;

export interface Standing {
  laid: LoadLayout;
  colours: Palette;
  /** The canvas is empty: everything has to be painted. */
  fresh: boolean;
}

/** Paints hosts that look different from what stands on the canvas, in pieces between frames. */
export function createBlockPainter() {
  const slices = createSlices();
  let grid: string | undefined;
  let standing: HostColumn[] = [];
  function* paint(context: CanvasRenderingContext2D, { laid, colours }: Standing) {
    const wanted = `${laid.columns.length} ${laid.perLine} ${laid.step} ${laid.line}`;
    if (grid !== wanted) {
      // Hosts stand elsewhere: nothing of what was painted can stay.
      context.clearRect(0, 0, laid.perLine * laid.step, laid.columns.length * laid.line);
      standing = [];
    }
    grid = wanted;
    for (const [index, column] of laid.columns.entries()) {
      const before = standing[index];
      if (before && looksTheSame(before, column)) continue;
      const { x, width, from } = column;
      context.clearRect(x, from, width, laid.line);
      paintHost(context, column, colours);
      standing[index] = column;
      if (index % STEP_HOSTS === 0) yield;
    }
  }
  return {
    paint: (context: CanvasRenderingContext2D, what: Standing) => {
      if (what.fresh) {
        slices.stop();
        standing = [];
      }
      slices.begin(() => paint(context, what));
    },
    stop: slices.stop,
  };
}

/** On the same grid, whoever stands there: what is painted of it does not differ by what can be seen. */
export function looksTheSame(a: HostColumn, b: HostColumn): boolean {
  if (a.host.name !== b.host.name || a.host.status !== b.host.status) return false;
  if (a.tone !== b.tone || a.blocks.length !== b.blocks.length) return false;
  return a.blocks.every((block, index) => sameBlock(block, b.blocks[index]));
}

function sameBlock(a: Block, b: Block | undefined): boolean {
  if (!b || Math.abs(a.y - b.y) >= VISIBLE || Math.abs(a.height - b.height) >= VISIBLE) return false;
  return (a.instance.status === 'migrating') === (b.instance.status === 'migrating');
}
