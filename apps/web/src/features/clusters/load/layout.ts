import type { Host } from '@orrery/contract/resources/host.ts';
import type { Instance } from '@orrery/contract/resources/instance.ts';
import { loadOf, type Measure, shareOf } from './measure.ts';

/** One instance as a block; all sizes in CSS pixels. */
export interface Block {
  instance: Instance;
  x: number;
  y: number;
  width: number;
  height: number;
  share: number;
}

export interface HostColumn {
  host: Host;
  x: number;
  width: number;
  load: number | null;
  /** Sum of its instances' shares; above 1 it is more than there is. */
  filled: number;
  blocks: Block[];
}

export interface LoadLayout {
  columns: HostColumn[];
  /** From the top of the picture: where a full host ends, and where the columns stand. */
  top: number;
  bottom: number;
}

export interface Fleet {
  hosts: readonly Host[];
  instances: readonly Instance[];
}

/** Room above a full host for what is promised beyond it, and below for the names. */
const headroom = 14;
const footer = 18;
/** Columns do not grow wider than this: a cluster of two hosts is no pair of walls. */
const widest = 140;

/** Hosts as columns filled with their instances as blocks, the largest at the bottom. */
export function layOut(
  { hosts, instances }: Fleet,
  { measure, width, height }: { measure: Measure; width: number; height: number },
): LoadLayout {
  const bottom = Math.max(headroom, height - footer);
  const full = bottom - headroom;
  const step = hosts.length === 0 ? 0 : Math.min(widest, width / hosts.length);
  const gap = step > 24 ? 4 : step > 8 ? 2 : 1;
  const byHost = Map.groupBy(instances, ({ host }) => host);
  const columns = hosts.map((host, index): HostColumn => {
    const x = index * step;
    const own = (byHost.get(host.id) ?? [])
      .map(instance => ({ instance, share: shareOf(measure, instance, host) ?? 0 }))
      // By size, then by id: blocks of the same size keep their places.
      .sort((a, b) => b.share - a.share || (a.instance.id < b.instance.id ? -1 : 1));
    const filled = own.reduce((sum, { share }) => sum + share, 0);
    // More than there is does not leave the picture.
    const scale = filled > 1 ? (full + headroom) / (filled * full) : 1;
    let y = bottom;
    const blocks = own.map(({ instance, share }): Block => {
      const blockHeight = share * full * Math.min(1, scale);
      y -= blockHeight;
      return { instance, share, x, y, width: step - gap, height: blockHeight };
    });
    return { host, x, width: step - gap, load: loadOf(measure, host), filled, blocks };
  });
  return { columns, top: headroom, bottom };
}

export function columnAt({ columns }: LoadLayout, x: number): HostColumn | undefined {
  return columns.find(column => x >= column.x && x <= column.x + column.width);
}

export function blockAt(layout: LoadLayout, point: { x: number; y: number }): Block | undefined {
  return columnAt(layout, point.x)?.blocks.find(
    block => point.y >= block.y && point.y < block.y + Math.max(1, block.height),
  );
}
