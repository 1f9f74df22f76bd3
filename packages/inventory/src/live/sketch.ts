import { sameValue } from '../store/equal.ts';

/** How little of a row is enough for a picture of thousands of them. */
export interface Sketch {
  /** Frames of the query are at least this far apart. */
  readonly everyMs: number;
  /** Field to step: its numbers are rounded to whole multiples of it. */
  readonly steps: Readonly<Record<string, number>>;
  /** Field to count of significant digits. */
  readonly digits: Readonly<Record<string, number>>;
}

/** The same for all who ask for the same, in whatever order. */
export function sketchKey(sketch: Sketch | undefined): string {
  if (sketch === undefined) return '';
  const sorted = (record: Readonly<Record<string, number>>) => Object.entries(record).sort(byName);
  return JSON.stringify([sketch.everyMs, sorted(sketch.steps), sorted(sketch.digits)]);
}

const byName = ([a]: [string, number], [b]: [string, number]): number => (a < b ? -1 : 1);

/** The row with its numbers as coarse as was asked for. */
export function rounder<R extends object>(sketch: Sketch | undefined): (row: R) => R {
  if (sketch === undefined) return row => row;
  const fields = [
    ...Object.entries(sketch.steps).map(([name, step]) => ({ name, round: toStep(step) })),
    ...Object.entries(sketch.digits).map(([name, digits]) => ({ name, round: toDigits(digits) })),
  ];
  return row => {
    const values = copyOf(row);
    for (const { name, round } of fields) {
      const value = values[name];
      if (typeof value === 'number') values[name] = round(value);
    }
    // The same fields as R, and numbers in the places of numbers.
    return values as R;
  };
}

/** By name, as fields that come as data have to be. */
const copyOf = (row: object): Record<string, unknown> => ({ ...row });

const toStep = (step: number) => (value: number) => {
  const rounded = Math.round(value / step) * step;
  // A step such as 0.1 leaves a tail of digits that nobody asked for; -0 is not a value of its own.
  return Number(rounded.toPrecision(12)) + 0;
};

const toDigits = (digits: number) => (value: number) => Number(value.toPrecision(digits));

/** New values of one field; see patchColumnSchema in the contract. */
export interface PatchColumn {
  readonly at: readonly number[];
  readonly to: readonly unknown[];
}
export type Patch = Readonly<Record<string, PatchColumn>>;

interface Row {
  readonly id: string;
}

interface Changes<R> {
  readonly upserts: readonly R[];
  readonly patch: Patch;
}

/** Told row by row, or field by field: rows that were held already are told by what changed in them. */
export function patchOf<R extends Row>(
  upserts: readonly R[],
  { held, order }: { held: ReadonlyMap<string, R>; order: readonly string[] },
): Changes<R> {
  const changed = new Map(upserts.map(row => [row.id, row]));
  const whole: R[] = [];
  const columns = new Map<string, Column>();
  for (const [place, id] of order.entries()) {
    const row = changed.get(id);
    if (row === undefined) continue;
    const before = held.get(row.id);
    const fields = before && changedFields(before, row);
    if (fields === undefined) whole.push(row);
    else for (const [name, value] of fields) columnOf(columns, name).add(place, value);
  }
  return { upserts: whole, patch: Object.fromEntries(columns) };
}

/** Undefined where only the whole row tells it: fields that came or went, and actions, which rows of a frame share. */
function changedFields(before: object, after: object): [string, unknown][] | undefined {
  const old = new Map<string, unknown>(Object.entries(before));
  const found: [string, unknown][] = [];
  let known = 0;
  for (const [name, value] of Object.entries(after)) {
    if (old.has(name)) known += 1;
    const was = old.get(name);
    if (sameValue(was, value)) continue;
    if (name === 'actions' || was === undefined || value === undefined) return undefined;
    found.push([name, value]);
  }
  return known === old.size ? found : undefined;
}

class Column implements PatchColumn {
  readonly at: number[] = [];
  readonly to: unknown[] = [];
  #last = 0;

  add(place: number, value: unknown): void {
    this.at.push(place - this.#last);
    this.to.push(value);
    this.#last = place;
  }
}

function columnOf(columns: Map<string, Column>, name: string): Column {
  const known = columns.get(name);
  if (known !== undefined) return known;
  const column = new Column();
  columns.set(name, column);
  return column;
}

/** The rows that a patch makes of those held; undefined when it speaks of rows that are not held. */
export function patchedRows<R extends Row>(
  patch: Patch,
  { order, row }: { order: readonly string[]; row: (id: string) => R | undefined },
): R[] | undefined {
  const made = new Map<number, Record<string, unknown>>();
  for (const [name, { at, to }] of Object.entries(patch)) {
    if (at.length !== to.length) return undefined;
    let place = 0;
    for (let index = 0; index < at.length; index += 1) {
      place += at[index] ?? 0;
      const known = made.get(place);
      const held = known === undefined ? row(order[place] ?? '') : undefined;
      const values = known ?? (held && copyOf(held));
      if (values === undefined) return undefined;
      values[name] = to[index];
      if (known === undefined) made.set(place, values);
    }
  }
  // Copies of rows, with other values of fields that these had.
  return [...made.values()] as unknown[] as R[];
}
