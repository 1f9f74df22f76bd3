export type HeatGrid = { columns: number; rows: number; cell: number };

/** The largest square cells that fit `count` of them, so that a fleet of any size fills its tile. */
export function heatGrid(count: number, size: { width: number; height: number }): HeatGrid {
  if (count <= 0 || size.width <= 0 || size.height <= 0) return { columns: 0, rows: 0, cell: 0 };
  const guess = Math.ceil(Math.sqrt((count * size.width) / size.height));
  let best: HeatGrid = { columns: 1, rows: count, cell: 0 };
  for (let columns = Math.max(1, guess - 2); columns <= guess + 2; columns += 1) {
    const rows = Math.ceil(count / columns);
    const cell = Math.min(size.width / columns, size.height / rows);
    if (cell > best.cell) best = { columns, rows, cell };
  }
  return best;
}

export function heatCellAt(
  grid: HeatGrid,
  count: number,
  { x, y }: { x: number; y: number },
): number | undefined {
  const column = Math.floor(x / grid.cell);
  const row = Math.floor(y / grid.cell);
  if (column < 0 || row < 0 || column >= grid.columns) return undefined;
  const index = row * grid.columns + column;
  return index < count ? index : undefined;
}
