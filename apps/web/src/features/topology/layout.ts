import type { Instance } from '@orrery/contract/resources/instance.ts';
import type { Bunch, Lane } from './graph.ts';
import { tracksOf } from './tracks.ts';

/** All sizes in CSS pixels. */
export interface Rect {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface LaidLane extends Rect {
  lane: Lane;
  /** Room for the words about it. */
  head: Rect;
}
export interface LaidChip extends Rect {
  instance: Instance;
  bunch: string;
}
/** A host with those of its instances that hang here. */
export interface LaidBox extends Rect {
  key: string;
  host: string | null;
}
/** Words over what hangs on further networks. */
export interface LaidNote extends Rect {
  bunch: Bunch;
}
/** From a bunch to the further networks it hangs on: one line down a track of its own, a dot at each network. */
export interface LaidWire {
  key: string;
  from: { x: number; y: number };
  x: number;
  dots: readonly number[];
}

export interface TopologyLayout {
  width: number;
  height: number;
  lanes: readonly LaidLane[];
  chips: readonly LaidChip[];
  boxes: readonly LaidBox[];
  notes: readonly LaidNote[];
  wires: readonly LaidWire[];
}

export interface Look {
  width: number;
  byHost: boolean;
}

export const sizes = {
  chip: { width: 144, height: 24, gap: 5 },
  box: { pad: 6, head: 18 },
  note: 20,
  track: 12,
  lane: { pad: 10, gap: 14 },
  /** Beside the instances where there is room for it, above them otherwise. */
  head: { width: 184, height: 66, narrowHeight: 62, besideFrom: 640 },
} as const;

/** Networks as buses one below the other, instances hanging on them. The same input gives the same picture. */
export function layOut(lanes: readonly Lane[], { width, byHost }: Look): TopologyLayout {
  const index = new Map(lanes.map(({ key }, at) => [key, at]));
  const joining = lanes.flatMap((lane, at) =>
    lane.bunches
      .filter(({ also }) => also.length > 0)
      .map(bunch => ({
        key: bunch.key,
        first: at,
        last: Math.max(...bunch.also.map(k => index.get(k) ?? at)),
      })),
  );
  const { track, count } = tracksOf(joining);
  const beside = width >= sizes.head.besideFrom;
  const gutter = beside ? sizes.head.width : 0;
  const left = gutter + count * sizes.track + sizes.lane.pad;
  const area = { x: left, width: Math.max(sizes.chip.width, width - left - sizes.lane.pad), byHost };
  const laid = new Picture(area);
  const tops = new Map<string, number>();
  let y = 1;
  for (const lane of lanes) {
    tops.set(lane.key, y);
    const headHeight = beside ? sizes.head.height : sizes.head.narrowHeight;
    const inside = y + sizes.lane.pad;
    const filled = laid.fill(lane.bunches, beside ? inside : y + headHeight);
    const bottom = Math.max(filled + sizes.lane.pad, y + headHeight);
    laid.lanes.push({
      lane,
      x: 0,
      y,
      width: area.x + area.width + sizes.lane.pad,
      height: bottom - y,
      // Lines run down beside the words, never through them.
      head: {
        x: beside ? sizes.lane.pad : left,
        y: y + 4,
        width: beside ? gutter - sizes.lane.pad : area.width,
        height: headHeight - 4,
      },
    });
    y = bottom + sizes.lane.gap;
  }
  return {
    width: area.x + area.width + sizes.lane.pad,
    height: Math.max(0, y - sizes.lane.gap),
    lanes: laid.lanes,
    chips: laid.chips,
    boxes: laid.boxes,
    notes: laid.notes,
    wires: laid.notes.map(({ bunch, x, y: top, height }) => ({
      key: bunch.key,
      from: { x, y: top + height / 2 },
      x: gutter + ((track.get(bunch.key) ?? 0) + 0.5) * sizes.track,
      dots: bunch.also.map(key => tops.get(key) ?? top),
    })),
  };
}

/** Fills one area from the top downwards. */
class Picture {
  readonly lanes: LaidLane[] = [];
  readonly chips: LaidChip[] = [];
  readonly boxes: LaidBox[] = [];
  readonly notes: LaidNote[] = [];
  readonly #x: number;
  readonly #columns: number;
  readonly #cell: number;
  readonly #byHost: boolean;

  constructor({ x, width, byHost }: { x: number; width: number; byHost: boolean }) {
    const { width: least, gap } = sizes.chip;
    this.#x = x;
    this.#columns = Math.max(1, Math.floor((width + gap) / (least + gap)));
    this.#cell = Math.floor((width - (this.#columns - 1) * gap) / this.#columns);
    this.#byHost = byHost;
  }

  /** Returns where the last of them ends. */
  fill(bunches: readonly Bunch[], top: number): number {
    let y = top;
    for (const bunch of bunches) {
      if (y > top) y += sizes.chip.gap;
      if (bunch.also.length > 0) {
        const width = this.#columns * (this.#cell + sizes.chip.gap) - sizes.chip.gap;
        this.notes.push({ bunch, x: this.#x, y, width, height: sizes.note });
        y += sizes.note;
      }
      y = this.#byHost ? this.#fillHosts(bunch, y) : this.#fillChips(bunch, y);
    }
    return y;
  }

  #columnX = (column: number) => this.#x + column * (this.#cell + sizes.chip.gap);

  #fillChips({ key, instances }: Bunch, top: number): number {
    const step = sizes.chip.height + sizes.chip.gap;
    for (const [at, instance] of instances.entries())
      this.chips.push({
        instance,
        bunch: key,
        x: this.#columnX(at % this.#columns),
        y: top + Math.floor(at / this.#columns) * step,
        width: this.#cell,
        height: sizes.chip.height,
      });
    return top + Math.ceil(instances.length / this.#columns) * step - sizes.chip.gap;
  }

  /** Hosts stand in rows by name; those of a row are as tall as the tallest. */
  #fillHosts(bunch: Bunch, top: number): number {
    const hosts = [...Map.groupBy(bunch.instances, ({ hostName }) => hostName)].sort(byHostName);
    let y = top;
    for (let at = 0; at < hosts.length; at += this.#columns) {
      const row = hosts.slice(at, at + this.#columns);
      const height = Math.max(...row.map(([, instances]) => boxHeight(instances.length)));
      for (const [column, [host, instances]] of row.entries())
        this.#fillBox({
          host,
          instances,
          bunch,
          rect: { x: this.#columnX(column), y, width: this.#cell, height },
        });
      y += height + sizes.chip.gap;
    }
    return y - sizes.chip.gap;
  }

  #fillBox({ host, instances, bunch, rect }: Boxed): void {
    const { pad, head } = sizes.box;
    this.boxes.push({ ...rect, key: `${bunch.key}\n${host ?? ''}`, host });
    for (const [at, instance] of instances.entries())
      this.chips.push({
        instance,
        bunch: bunch.key,
        x: rect.x + pad,
        y: rect.y + head + pad + at * (sizes.chip.height + sizes.chip.gap),
        width: rect.width - 2 * pad,
        height: sizes.chip.height,
      });
  }
}

interface Boxed {
  host: string | null;
  instances: readonly Instance[];
  bunch: Bunch;
  rect: Rect;
}

const boxHeight = (count: number) =>
  sizes.box.head + 2 * sizes.box.pad + count * (sizes.chip.height + sizes.chip.gap) - sizes.chip.gap;

/** What has no host, or none we may know, comes last. */
const byHostName = ([a]: [string | null, unknown], [b]: [string | null, unknown]) =>
  a === b ? 0 : a === null ? 1 : b === null ? -1 : a.localeCompare(b);
