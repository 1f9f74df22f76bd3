import type { LoadTone, Yardstick } from './measure.ts';
import type { LoadHost, LoadInstance } from './load-rows.ts';

/** One instance as a block; all sizes in CSS pixels. */
export interface Block {
  instance: LoadInstance;
  x: number;
  y: number;
  width: number;
  height: number;
  share: number;
}

export interface HostColumn {
  host: LoadHost;
  x: number;
  width: number;
  /** Where its line of hosts begins. */
  from: number;
  /** Where a full host ends, and where the column stands. */
  top: number;
  bottom: number;
  load: number | null;
  tone: LoadTone;
  /** Sum of its instances' shares; above 1 it is more than there is. */
  filled: number;
  /** The largest at the bottom. */
  blocks: Block[];
}

export interface LoadLayout {
  columns: HostColumn[];
  /** Columns side by side before the next line begins. */
  perLine: number;
  /** Distance of columns, and of lines. */
  step: number;
  line: number;
  byHost: ReadonlyMap<string, HostColumn>;
}

export interface Fleet {
  hosts: readonly LoadHost[];
  instances: readonly LoadInstance[];
}

/** Room above a full host for what is promised beyond it, and below for the names. */
const headroom = 14;
const footer = 18;
/** Columns do not grow wider than this: a cluster of two hosts is no pair of walls. */
const widest = 140;
/** Narrower than this a host can not be pointed at: the next line begins. */
const narrowest = 14;

export interface Grid {
  perLine: number;
  lines: number;
  step: number;
}

/** How many hosts stand side by side, and in how many lines. */
export function gridOf(hosts: number, width: number): Grid {
  const perLine = Math.max(1, Math.min(hosts, Math.floor(width / narrowest)));
  const lines = Math.max(1, Math.ceil(hosts / perLine));
  // Lines of about the same length.
  const even = Math.max(1, Math.ceil(hosts / lines));
  return { perLine: even, lines, step: Math.min(widest, width / even) };
}

export interface Look {
  yardstick: Yardstick;
  width: number;
  height: number;
}

/** Hosts between two places to stop: well below a millisecond's work. */
const stepHosts = 16;

/** Hosts as columns filled with their instances as blocks, the largest at the bottom. */
export function* layOutInSteps({ hosts, instances }: Fleet, { yardstick, width, height }: Look) {
  const { perLine, lines, step } = gridOf(hosts.length, width);
  const line = height / lines;
  const gap = step > 24 ? 4 : step > 8 ? 2 : 1;
  const own = Map.groupBy(instances, ({ host }) => host);
  yield;
  const columns: HostColumn[] = [];
  for (const [index, host] of hosts.entries()) {
    // On whole pixels, so that a column can be painted without its neighbours.
    const x = Math.round((index % perLine) * step);
    const next = Math.round(((index % perLine) + 1) * step);
    const place = { x, width: next - x - gap, from: Math.floor(index / perLine) * line, line };
    columns.push(columnOf({ host, own: own.get(host.id) ?? [] }, place, yardstick));
    if (index % stepHosts === 0) yield;
  }
  const byHost = new Map(columns.map(column => [column.host.id, column]));
  return { columns, perLine, step, line, byHost } satisfies LoadLayout;
}

/** The same in one go. */
export function layOut(fleet: Fleet, look: Look): LoadLayout {
  const steps = layOutInSteps(fleet, look);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** Asked for what is pointed at, not for each block: a map of all would be made anew each second. */
export function blockOf({ columns }: LoadLayout, instance: string): Block | undefined {
  for (const { blocks } of columns) {
    const found = blocks.find(block => block.instance.id === instance);
    if (found) return found;
  }
  return undefined;
}

type Place = { x: number; width: number; from: number; line: number };

function columnOf(
  { host, own }: { host: LoadHost; own: readonly LoadInstance[] },
  { x, width, from, line }: Place,
  { shareOf, loadOf, toneOf }: Yardstick,
): HostColumn {
  const top = from + headroom;
  const bottom = Math.max(top, from + line - footer);
  const full = bottom - top;
  const sized = own
    .map(instance => ({ instance, share: shareOf(instance, host) ?? 0 }))
    // By size, then by id: blocks of the same size keep their places.
    .sort((a, b) => b.share - a.share || (a.instance.id < b.instance.id ? -1 : 1));
  const filled = sized.reduce((sum, { share }) => sum + share, 0);
  // More than there is does not leave its line.
  const scale = filled > 1 && full > 0 ? (full + headroom) / (filled * full) : 1;
  let y = bottom;
  const blocks = sized.map(({ instance, share }): Block => {
    const height = share * full * Math.min(1, scale);
    y -= height;
    return { instance, share, x, y, width, height };
  });
  return { host, x, width, from, top, bottom, load: loadOf(host), tone: toneOf(host), filled, blocks };
}

export interface Point {
  x: number;
  y: number;
}

export function columnAt(
  { columns, perLine, step, line }: LoadLayout,
  { x, y }: Point,
): HostColumn | undefined {
  if (step === 0 || line === 0) return undefined;
  const across = Math.floor(x / step);
  if (across < 0 || across >= perLine) return undefined;
  return columns[Math.floor(y / line) * perLine + across];
}

export function blockAt(layout: LoadLayout, point: Point): Block | undefined {
  return columnAt(layout, point)?.blocks.find(
    block => point.y >= block.y && point.y < block.y + Math.max(1, block.height),
  );
}
