import { type Job, stepRows } from './job.ts';
import { SlotFlags } from './slot-flags.ts';
import type { Slots } from './slots.ts';
import type { AggregateGroup } from './types.ts';

export interface SumColumn<R> {
  readonly name: string;
  readonly read: (resource: R) => number;
  /** Sums are kept as whole multiples of 1/scale, so that adding and taking away leaves no error behind. */
  readonly scale: number;
}

export interface AggregateOptions<R> {
  readonly slots: Slots<R>;
  readonly matches: (resource: R) => boolean;
  /** Undefined: everything is one group. */
  readonly group: ((resource: R) => string | null) | undefined;
  readonly sums: readonly SumColumn<R>[];
  readonly usesClock: boolean;
  readonly onChanged: () => void;
}

interface Bucket {
  count: number;
  readonly sums: number[];
}

/** Counts and sums by group, kept up to date change by change. */
export class AggregateSet<R> {
  private readonly buckets = new Map<string | null, Bucket>();
  private readonly counted = new SlotFlags();
  /** Slots from here on have not been visited by the first computation. */
  private cursor = 0;
  private readonly options: AggregateOptions<R>;

  constructor(options: AggregateOptions<R>) {
    this.options = options;
  }

  get ready(): boolean {
    return this.cursor === Number.POSITIVE_INFINITY;
  }

  get usesClock(): boolean {
    return this.options.usesClock;
  }

  /** `before` is the row as it was counted; either may be undefined. */
  update(slot: number, before: R | undefined, after: R | undefined): void {
    if (slot >= this.cursor) return;
    const is = after !== undefined && this.options.matches(after);
    if (this.counted.has(slot) && before !== undefined) this.add(before, -1);
    if (is) this.add(after, 1);
    if (is || this.counted.has(slot)) this.options.onChanged();
    this.counted.set(slot, is);
  }

  *build(): Job {
    const { slots } = this.options;
    while (this.cursor < slots.bound) {
      const slot = this.cursor;
      this.cursor += 1;
      this.update(slot, undefined, slots.row(slot));
      if (slot % stepRows === 0) yield;
    }
    this.cursor = Number.POSITIVE_INFINITY;
  }

  /** Looks at every row again, for predicates that depend on the time. */
  *sweep(): Job {
    const { slots, matches } = this.options;
    for (let slot = 0; slot < slots.bound; slot += 1) {
      const row = slots.row(slot);
      if (row !== undefined && matches(row) !== this.counted.has(slot)) this.update(slot, row, row);
      if (slot % stepRows === 0) yield;
    }
  }

  /** By key; the group without a value last. Ungrouped, there is always exactly one. */
  groups(): AggregateGroup[] {
    const found = [...this.buckets].map(([key, bucket]) => this.present(key, bucket));
    if (this.options.group === undefined && found.length === 0) return [this.present(null, this.empty())];
    return found.sort((a, b) => compareNullable(a.key, b.key));
  }

  private present(key: string | null, { count, sums }: Bucket): AggregateGroup {
    const named: Record<string, number> = {};
    this.options.sums.forEach(({ name, scale }, index) => {
      named[name] = (sums[index] ?? 0) / scale;
    });
    return { key, count, sums: named };
  }

  private empty(): Bucket {
    return { count: 0, sums: this.options.sums.map(() => 0) };
  }

  private add(row: R, sign: 1 | -1): void {
    const key = this.options.group?.(row) ?? null;
    const bucket = this.buckets.get(key) ?? this.empty();
    bucket.count += sign;
    this.options.sums.forEach(({ read, scale }, index) => {
      bucket.sums[index] = (bucket.sums[index] ?? 0) + sign * Math.round(read(row) * scale);
    });
    if (bucket.count === 0) this.buckets.delete(key);
    else this.buckets.set(key, bucket);
  }
}

function compareNullable(a: string | null, b: string | null): number {
  if (a === b) return 0;
  if (a === null) return 1;
  if (b === null) return -1;
  return a < b ? -1 : 1;
}
