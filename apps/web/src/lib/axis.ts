/** Where an axis is marked and what stands there: round figures, and the unit once, at the top. */
export interface Axis {
  readonly top: number;
  readonly ticks: readonly number[];
  readonly label: (value: number) => string;
}

/** Marks are at most this many steps apart: more are noise in a chart of a few lines' height. */
const STEPS = 4;
const MINUTE = 60_000;
/** Steps in which people count minutes; all of them are round in every time zone of whole quarters of an hour. */
const MINUTE_STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440] as const;

export const percentAxis = (format: (value: number) => string): Axis => ({
  top: 100,
  ticks: [0, 25, 50, 75, 100],
  label: value => (value === 100 ? format(value) : String(value)),
});

type Binary = {
  /** Highest value that is drawn. */
  highest: number;
  /** What there is of it, when that is known: the axis ends there. */
  capacity?: number | undefined;
  format: (value: number) => string;
};

/** Steps are powers of two, as the sizes themselves: 0, 2, 4, 6, 8 GiB. */
export function binaryAxis({ highest, capacity, format }: Binary): Axis {
  const reach = capacity || highest || 1024;
  const step = 2 ** Math.ceil(Math.log2(reach / STEPS));
  const count = capacity ? Math.floor(capacity / step) : Math.ceil(reach / step);
  const ticks = Array.from({ length: count + 1 }, (_, index) => index * step);
  const last = count * step;
  const unit = unitOf(last);
  return {
    top: capacity || last,
    ticks,
    label: value => (value === last ? format(value) : String(Number((value / unit).toFixed(2)))),
  };
}

/** The largest power of 1024 that goes into it: what the formats of sizes divide by, too. */
function unitOf(value: number): number {
  let unit = 1;
  while (value / unit >= 1024) unit *= 1024;
  return unit;
}

/** Instants at round minutes between two others, both in milliseconds. */
export function timeTicks(from: number, to: number): number[] {
  const minutes = (to - from) / MINUTE;
  const step = (MINUTE_STEPS.find(one => minutes / one <= STEPS) ?? 1440) * MINUTE;
  const first = Math.ceil(from / step) * step;
  const count = Math.max(0, Math.floor((to - first) / step) + 1);
  return Array.from({ length: count }, (_, index) => first + index * step);
}
