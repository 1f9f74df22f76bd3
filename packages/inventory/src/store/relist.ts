import type { Store } from './store.ts';
import type { Change, StoredResource } from './types.ts';

export interface CompleteList<R> {
  readonly kinds: readonly string[];
  /** Which of the held resources the list speaks for: those of one backend, or of one host of it. */
  covers(resource: R): boolean;
  readonly resources: readonly R[];
  /** When the listing began: what was confirmed since is not gone merely because the list misses it. */
  readonly startedAt: string;
}

/** The changes that make the store say what a complete list says. */
export function relist<R extends StoredResource>(store: Store<R>, list: CompleteList<R>): Change<R>[] {
  const listed = new Set(list.resources.map(resource => `${resource.kind} ${resource.id}`));
  const changes: Change<R>[] = list.resources.map(resource => ({ op: 'upsert', resource }));
  for (const kind of list.kinds) {
    for (const held of store.all(kind)) {
      if (listed.has(`${kind} ${held.id}`) || !list.covers(held)) continue;
      changes.push({ op: 'remove', kind, id: held.id, asOf: list.startedAt });
    }
  }
  return changes;
}
