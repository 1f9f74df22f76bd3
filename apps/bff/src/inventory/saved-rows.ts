import { providedKinds } from '@orrery/provider-kit/provided-kinds.ts';
import type { Reported } from '@orrery/provider-kit/reported.ts';
import { powerStates } from '@orrery/contract/resources/instance.ts';
import { type InventoryStore, rows } from './resource-row.ts';
import type { SavedRow } from './snapshot-file.ts';

const settled = new Set<string>(powerStates);

/** Everything that backends reported, as it is held. Read while it changes: each row is whole, the set is not one instant. */
export function* rowsToSave(
  store: InventoryStore,
  partOf: (backend: string, id: string) => string | null,
): Iterable<SavedRow> {
  for (const kind of providedKinds) {
    for (const resource of rows(store, kind)) {
      if (resource.backend === null) continue;
      yield {
        backend: resource.backend,
        part: partOf(resource.backend, resource.id),
        resource: { ...resource },
      };
    }
  }
}

/** A saved row as it may be shown again. */
export function savedRow({ resource, part }: SavedRow): { resource: Reported; part: string | null } {
  if (resource.kind !== 'instance' || settled.has(resource.status)) return { resource, part };
  // The operation that gave it its transition word is over, or will put it back.
  return { resource: { ...resource, status: resource.powerState }, part };
}
