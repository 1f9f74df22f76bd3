import type { Field } from '../query/fields.ts';
import { fold } from '../query/fold.ts';
import type { SortColumn } from '../query/sort.ts';

/** What a column compares: numbers, or prepared text; undefined has no value and comes last. */
export type SortKey = number | string | undefined;

const digits = /\d+/g;

/** Text that sorts as people expect by plain comparison: no case, no accents, `web-2` before `web-10`. */
export function textKey(text: string): string {
  return fold(text).replace(digits, run => {
    const significant = run.replace(/^0+(?=\d)/, '');
    // A longer number is a greater number: its length goes first.
    return `${String.fromCharCode(0x30 + Math.min(significant.length, 0x7f))}${significant}`;
  });
}

export function sortKey<R>(field: Field<R>, resource: R): SortKey {
  switch (field.type) {
    case 'string':
    case 'enum': {
      const text = field.get(resource);
      return text === null || text === undefined ? undefined : textKey(text);
    }
    case 'time':
      return timeKey(field.get(resource));
    case 'age': {
      // The older, the greater; and the order does not change with the clock.
      const time = timeKey(field.get(resource));
      return time === undefined ? undefined : -time;
    }
    case 'flag':
      return Number(field.get(resource) === true);
    case 'list':
      return undefined;
    default: {
      const value = field.get(resource);
      return value === null || Number.isNaN(value) ? undefined : value;
    }
  }
}

function timeKey(text: string | null | undefined): number | undefined {
  if (text === null || text === undefined) return undefined;
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : time;
}

export function compareKeys(a: SortKey, b: SortKey, descending: boolean): number {
  if (a === b) return 0;
  if (a === undefined) return 1;
  if (b === undefined) return -1;
  return a < b === descending ? 1 : -1;
}

/** The sort keys of all slots, one array a column. */
export class SortKeys<R> {
  private readonly columns: readonly SortColumn<R>[];
  private readonly keys: SortKey[][];
  private readonly idOf: (slot: number) => string;

  constructor(columns: readonly SortColumn<R>[], idOf: (slot: number) => string) {
    this.columns = columns;
    this.keys = columns.map(() => []);
    this.idOf = idOf;
  }

  /** Copies the keys of another order over the same slots; false when it does not have all of these columns. */
  adopt(other: SortKeys<R>): boolean {
    const places = this.columns.map(({ name }) => other.columns.findIndex(column => column.name === name));
    if (places.includes(-1)) return false;
    places.forEach((place, index) => {
      this.keys[index] = other.keys[place]?.slice() ?? [];
    });
    return true;
  }

  read(resource: R): SortKey[] {
    return this.columns.map(column => sortKey(column.field, resource));
  }

  differ(slot: number, keys: readonly SortKey[]): boolean {
    return this.keys.some((column, index) => column[slot] !== keys[index]);
  }

  /** Only while no list holds the slot under other keys. */
  write(slot: number, keys: readonly SortKey[]): void {
    this.keys.forEach((column, index) => {
      column[slot] = keys[index];
    });
  }

  readonly compare = (a: number, b: number): number => {
    if (a === b) return 0;
    for (let index = 0; index < this.keys.length; index += 1) {
      const column = this.keys[index];
      const order = compareKeys(column?.[a], column?.[b], this.columns[index]?.descending ?? false);
      if (order !== 0) return order;
    }
    return this.idOf(a) < this.idOf(b) ? -1 : 1;
  };
}

/** The same order over resources, from scratch: for single requests, and what maintained orders are tested against. */
export function compareResources<R extends { readonly id: string }>(
  columns: readonly SortColumn<R>[],
): (a: R, b: R) => number {
  return (a, b) => {
    for (const { field, descending } of columns) {
      const order = compareKeys(sortKey(field, a), sortKey(field, b), descending);
      if (order !== 0) return order;
    }
    return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
  };
}
