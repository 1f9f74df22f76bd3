import type { ResourceKind } from '@orrery/contract/resources/base.ts';
import type { Resource, ResourceTypes } from '@orrery/contract/resources/registry.ts';
import type { Store } from '@orrery/inventory/store/store.ts';

export type InventoryStore = Store<Resource>;

/** Rows are held without actions: those depend on who asks, and are added to rows that are sent. */
export const noActions: Resource['actions'] = [];

export function isKind<K extends ResourceKind>(
  resource: Resource | undefined,
  kind: K,
): resource is ResourceTypes[K] & Resource {
  return resource?.kind === kind;
}

export function row<K extends ResourceKind>(
  store: InventoryStore,
  kind: K,
  id: string,
): ResourceTypes[K] | undefined {
  const held = store.get(kind, id);
  return isKind(held, kind) ? held : undefined;
}

export function* rows<K extends ResourceKind>(store: InventoryStore, kind: K): Iterable<ResourceTypes[K]> {
  for (const held of store.all(kind)) if (isKind(held, kind)) yield held;
}

/**
 * A change that Orrery itself makes to a row (stale, sums, transition): it must not count as news from the backend,
 * so the row keeps its `asOf`.
 */
export function amend<R extends Resource>(resource: R, change: Partial<R>) {
  const { kind, id, asOf } = resource;
  return { op: 'patch', kind, id, asOf, patch: change } as const;
}
