import type { Migration } from '@orrery/contract/migrations/migration.ts';

export interface PassBar {
  /** 0: what there was before the first pass. Null: what is left now. */
  pass: number | null;
  leftBytes: number;
}

/** What was left after each pass, oldest first, and what is left now. */
export function passBars({
  memory,
  passes,
  status,
}: Pick<Migration, 'memory' | 'passes' | 'status'>): PassBar[] {
  const before = memory && passes[0]?.pass === 1 ? [{ pass: 0, leftBytes: memory.totalBytes }] : [];
  const now = memory && status === 'running' ? [{ pass: null, leftBytes: memory.remainingBytes }] : [];
  return [...before, ...passes.map(({ pass, leftBytes }) => ({ pass, leftBytes })), ...now];
}

export interface RatePoint {
  /** What it tells of lasted from there to `atMs`, since the move began. */
  fromMs: number;
  atMs: number;
  dirty: number | null;
  sent: number | null;
}

/** What the guest wrote and what the link moved, a second, in each pass and now. */
export function ratePoints(
  m: Pick<Migration, 'memory' | 'passes' | 'status' | 'startedAt' | 'asOf'>,
): RatePoint[] {
  const points = m.passes.map(({ endedAtMs, seconds, sentBytes, dirtiedBytes }) => ({
    fromMs: Math.max(0, endedAtMs - seconds * 1000),
    atMs: endedAtMs,
    // A pass of no time has no rate.
    dirty: seconds > 0 ? dirtiedBytes / seconds : null,
    sent: seconds > 0 ? sentBytes / seconds : null,
  }));
  if (!m.memory || m.status !== 'running' || m.startedAt === null) return points;
  const fromMs = points.at(-1)?.atMs ?? 0;
  const atMs = Math.max(fromMs, Date.parse(m.asOf) - Date.parse(m.startedAt));
  // What it writes now is a belief, of pages written again and again too; the passes tell what had to be sent for it.
  return [...points, { fromMs, atMs, dirty: null, sent: m.memory.throughput }];
}

/** The top of the picture: the largest value, so that both lines are drawn to one scale from zero. */
export function topRate(points: readonly RatePoint[]): number {
  return points.reduce((top, { dirty, sent }) => Math.max(top, dirty ?? 0, sent ?? 0), 0);
}

export interface Box {
  width: number;
  height: number;
}

/** One of the lines as an SVG path from zero at the bottom; a gap where a rate is not known. */
export function ratePath(
  points: readonly RatePoint[],
  which: 'dirty' | 'sent',
  { width, height }: Box,
): string {
  const top = topRate(points);
  // The oldest passes fall off: the picture begins where the first that is left began.
  const begin = points[0]?.fromMs ?? 0;
  const span = (points.at(-1)?.atMs ?? 0) - begin;
  let path = '';
  let open = false;
  for (const point of points) {
    const rate = point[which];
    if (rate === null || top === 0 || span <= 0) {
      open = false;
      continue;
    }
    const at = (ms: number) => tenth(((ms - begin) / span) * width);
    const y = height - (rate / top) * height;
    path += `${open ? '' : `M${at(point.fromMs)} ${tenth(y)}`}L${at(point.atMs)} ${tenth(y)}`;
    open = true;
  }
  return path;
}

const tenth = (value: number): number => Math.round(value * 10) / 10;
