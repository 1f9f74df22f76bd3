export type Point = { x: number; y: number };

/** Runs of neighbouring points, oldest first, newest at the right edge. A gap in the data is a gap in the line. */
export function sparklineRuns(
  values: readonly (number | null)[],
  size: { width: number; height: number },
  max: number,
): Point[][] {
  const inset = 1;
  const step = values.length > 1 ? (size.width - 2 * inset) / (values.length - 1) : 0;
  const usable = size.height - 2 * inset;
  const runs: Point[][] = [];
  let run: Point[] = [];
  values.forEach((value, index) => {
    if (value === null || !Number.isFinite(value)) {
      if (run.length > 0) runs.push(run);
      run = [];
      return;
    }
    const share = max > 0 ? Math.min(1, Math.max(0, value / max)) : 0;
    run.push({ x: inset + index * step, y: inset + usable * (1 - share) });
  });
  if (run.length > 0) runs.push(run);
  return runs;
}

// Below the box, where the stroke that closes the area is not seen.
const BELOW = 3;

/** The runs as one SVG path: along the values, down, and back below the box. Filled it is the area, stroked the line. */
export function sparklinePath(
  values: readonly (number | null)[],
  size: { width: number; height: number },
  max: number,
): string {
  let path = '';
  for (const run of sparklineRuns(values, size, max)) {
    const first = run[0];
    const last = run.at(-1);
    // One point alone is no course yet.
    if (!first || !last || first === last) continue;
    const drawn = run.map(({ x, y }) => `${round(x)} ${round(y)}`).join('L');
    const floor = size.height + BELOW;
    path += `M${start(first.x)} ${floor}L${start(first.x)} ${round(first.y)}L${drawn}L${end(last.x, size.width)} ${round(last.y)}V${floor}Z`;
  }
  return path;
}

// A tenth of a pixel is finer than is seen.
const round = (value: number): number => Math.round(value * 10) / 10;
// What begins or ends at the edge goes on beyond it, so that no upright stroke stands there.
const start = (x: number): number => (x <= 1 ? -BELOW : round(x));
const end = (x: number, width: number): number => (x >= width - 1 ? width + BELOW : round(x));
