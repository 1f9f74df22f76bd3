import { type MoRef, refKey } from '@orrery/vim25/values.ts';
import type { Seen } from '@orrery/provider-kit/seen.ts';
import { applyChanges, type Changes, type Readers } from '../map/read.ts';

/** What is known of the objects of one kind, by their references. */
export interface Shelf<F> {
  readonly facts: Map<string, F>;
  readonly make: (ref: MoRef, seen: Seen) => F;
  readonly readers: Readers<F>;
}

export const shelf = <F>(make: Shelf<F>['make'], readers: Readers<F>): Shelf<F> => ({
  facts: new Map(),
  make,
  readers,
});

export function take<F extends { seen: Seen }>(
  { facts, make, readers }: Shelf<F>,
  ref: MoRef,
  { changes, seen }: { changes: Changes; seen: Seen },
): F {
  const key = refKey(ref);
  const one = facts.get(key) ?? make(ref, seen);
  facts.set(key, one);
  one.seen = seen;
  applyChanges(readers, one, changes);
  return one;
}
