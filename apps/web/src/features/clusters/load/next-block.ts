import type { Block, LoadLayout } from './layout.ts';

const arrows = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] } as const;
export type Arrow = keyof typeof arrows;

export const isArrow = (key: string): key is Arrow => key in arrows;

/** The block that an arrow key leads to: sideways to the same rank on the next host that carries something, up to a smaller one. */
export function nextBlock({ columns }: LoadLayout, from: Block | undefined, arrow: Arrow): Block | undefined {
  const carrying = columns.filter(({ blocks }) => blocks.length > 0);
  const at = carrying.findIndex(({ host }) => host.id === from?.instance.host);
  const column = carrying[at];
  if (!from || !column) return carrying[0]?.blocks[0];
  const [across, up] = arrows[arrow];
  const rank = column.blocks.findIndex(({ instance }) => instance.id === from.instance.id);
  if (across === 0) return column.blocks[rank + up] ?? from;
  const other = carrying[at + across];
  return other?.blocks[Math.min(rank, other.blocks.length - 1)] ?? from;
}
