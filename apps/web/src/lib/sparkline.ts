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
