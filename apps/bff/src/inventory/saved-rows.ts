import { resourceKindSchema } from '@orrery/contract/resources/base.ts';
import { resourceRegistry } from '@orrery/contract/resources/registry.ts';
import type { ProvidedKind, Reported } from '@orrery/provider-kit/provider.ts';
import { powerStates } from '@orrery/contract/resources/instance.ts';
import { type InventoryStore, noActions } from './resource-row.ts';
import type { SavedRow } from './snapshot-file.ts';

const providedKinds: readonly ProvidedKind[] = [
  'cluster',
  'host',
  'instance',
  'image',
  'volume',
  'storage-pool',
  'network',
  'snapshot',
];
const provided = new Set<string>(providedKinds);
const settled = new Set<unknown>(powerStates);

/** Everything that backends reported, as it is held. Read while it changes: each row is whole, the set is not one instant. */
export function* rowsToSave(
  store: InventoryStore,
  partOf: (backend: string, id: string) => string | null,
): Iterable<SavedRow> {
  for (const kind of providedKinds) {
    for (const resource of store.all(kind)) {
      if (resource.backend === null) continue;
      yield {
        backend: resource.backend,
        part: partOf(resource.backend, resource.id),
        resource: { ...resource },
      };
    }
  }
}

/** A saved row that today's schema still accepts; undefined otherwise. */
export function savedRow(saved: SavedRow): { resource: Reported; part: string | null } | undefined {
  const kind = resourceKindSchema.safeParse(saved.resource['kind']);
  if (!kind.success || !provided.has(kind.data)) return undefined;
  const { status, powerState } = saved.resource;
  // The operation that gave an instance its transition word is over, or will put it back.
  const settledStatus = kind.data === 'instance' && !settled.has(status) ? powerState : status;
  const parsed = resourceRegistry[kind.data].schema.safeParse({
    ...saved.resource,
    status: settledStatus,
    stale: true,
    actions: noActions,
  });
  if (!parsed.success) return undefined;
  // Its kind is one of the provided ones: checked above.
  return { resource: parsed.data as Reported, part: saved.part };
}
