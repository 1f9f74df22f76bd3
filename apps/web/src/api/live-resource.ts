import type { ResourceKind } from '@orrery/contract/resources/base.ts';
import type { ResourceTypes } from '@orrery/contract/resources/registry.ts';
import { quoteIfNeeded } from '@orrery/inventory/query/format.ts';
import { useLiveList } from './live-rows.ts';

export type LiveResource<K extends ResourceKind> =
  | { state: 'loading' }
  | { state: 'missing' }
  | { state: 'failed'; error: Error }
  | { state: 'ready'; resource: ResourceTypes[K] };

/** One resource, kept current. `missing`: there is none, or it is not ours to see; the server does not tell which. */
export function useLiveResource<K extends ResourceKind>(kind: K, id: string): LiveResource<K> {
  const { rows, ready, error } = useLiveList(kind, { q: `id:${quoteIfNeeded(id)}`, limit: 1 });
  const resource = rows[0];
  if (error) return { state: 'failed', error };
  if (resource) return { state: 'ready', resource };
  return ready ? { state: 'missing' } : { state: 'loading' };
}
