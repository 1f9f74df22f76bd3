import type { MetricSeries } from '@orrery/contract/http/bodies.ts';

/** One-minute means of the last hour. Longer history belongs to Prometheus (DESIGN §11). */
const minutesKept = 60;
const stepMs = 60_000;
export const metricNames = [
  'cpuPercent',
  'memoryUsedMiB',
  'diskBytesPerSecond',
  'networkBytesPerSecond',
] as const;
export type MetricName = (typeof metricNames)[number];
export type Measured = { readonly [M in MetricName]?: number | null };

interface Ring {
  /** Metric-major: 60 minutes of the first metric, then of the next. NaN where nothing was measured. */
  readonly points: Float32Array;
  /** Samples in the newest minute, by metric: the mean is kept running. */
  readonly counts: Uint16Array;
  /** Minutes since 1970 of the newest slot. */
  minute: number;
}

/** Load of instances and hosts. A ring is made with the first sample of a resource: 960 bytes each. */
export class MetricHistory {
  readonly #rings = new Map<string, Ring>();

  get size(): number {
    return this.#rings.size;
  }

  record(id: string, atMs: number, sample: Measured): void {
    const minute = Math.floor(atMs / stepMs);
    const ring = this.#ring(id, minute);
    if (minute < ring.minute) return; // A late sample would only blur a minute that is closed.
    advance(ring, minute);
    for (const [index, name] of metricNames.entries()) add(ring, index, sample[name]);
  }

  forget(id: string): void {
    this.#rings.delete(id);
  }

  /** The newest points of one metric, oldest first, without gaps; undefined when nothing was measured. */
  trend(id: string, metric: MetricName, at: { nowMs: number; points: number }): number[] | undefined {
    const ring = this.#rings.get(id);
    if (ring === undefined) return undefined;
    const from = Math.floor(at.nowMs / stepMs) - at.points + 1;
    const values: number[] = [];
    for (let minute = from; minute < from + at.points; minute++) {
      const value = valueAt(ring, metricNames.indexOf(metric), minute);
      if (value !== null) values.push(Math.round(value));
    }
    return values.length > 0 ? values : undefined;
  }

  series(id: string, at: { nowMs: number; minutes: number }): MetricSeries {
    const count = Math.min(at.minutes, minutesKept);
    const first = Math.floor(at.nowMs / stepMs) - count + 1;
    const ring = this.#rings.get(id);
    const series: MetricSeries['series'] = {};
    for (const [index, name] of metricNames.entries()) {
      series[name] = Array.from({ length: count }, (_, i) => (ring ? valueAt(ring, index, first + i) : null));
    }
    return { id, stepSeconds: stepMs / 1000, start: first * stepMs, series };
  }

  #ring(id: string, minute: number): Ring {
    const held = this.#rings.get(id);
    if (held !== undefined) return held;
    const points = new Float32Array(minutesKept * metricNames.length).fill(Number.NaN);
    const ring: Ring = { points, counts: new Uint16Array(metricNames.length), minute };
    this.#rings.set(id, ring);
    return ring;
  }
}

function advance(ring: Ring, minute: number): void {
  if (minute === ring.minute) return;
  const passed = Math.min(minute - ring.minute, minutesKept);
  for (let i = 0; i < passed; i++) {
    const slot = (minute - i) % minutesKept;
    for (let m = 0; m < metricNames.length; m++) ring.points[m * minutesKept + slot] = Number.NaN;
  }
  ring.counts.fill(0);
  ring.minute = minute;
}

function add(ring: Ring, metric: number, value: number | null | undefined): void {
  if (value === null || value === undefined) return;
  const slot = metric * minutesKept + (ring.minute % minutesKept);
  const count = ring.counts[metric] ?? 0;
  const mean = count === 0 ? 0 : (ring.points[slot] ?? 0);
  ring.points[slot] = (mean * count + value) / (count + 1);
  if (count < 0xffff - 1) ring.counts[metric] = count + 1;
}

function valueAt(ring: Ring, metric: number, minute: number): number | null {
  if (minute > ring.minute || minute <= ring.minute - minutesKept) return null;
  const value = ring.points[metric * minutesKept + (minute % minutesKept)];
  return value === undefined || Number.isNaN(value) ? null : value;
}
