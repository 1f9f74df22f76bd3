import { randomBytes } from 'node:crypto';
import type { Resource } from '@orrery/contract/resources/registry.ts';
import { fieldTables } from '@orrery/inventory/fields/tables.ts';
import { LiveQueries } from '@orrery/inventory/live/live-queries.ts';
import { sameValue } from '@orrery/inventory/store/equal.ts';
import type { InventoryStore } from './resource-row.ts';
import type { InventoryRuntime } from './runtime.ts';

const abilities = (resource: Resource | undefined) =>
  resource?.kind === 'backend' ? resource.capabilities : undefined;

/** Bytes of a live query's name: cannot be guessed. */
const idBytes = 9;

export function createLiveQueries(store: InventoryStore, runtime: InventoryRuntime): LiveQueries<Resource> {
  const newId = () => randomBytes(idBytes).toString('base64url');
  const nameOf = ({ name }: Resource): string => name;
  const live = new LiveQueries<Resource>({ store, tables: fieldTables, runtime, newId, nameOf });
  // Rows are sent with what may be done with them, and that depends on what their backend can do.
  store.onApplied(({ changed }) => {
    if (changed.some(({ before, after }) => !sameValue(abilities(before), abilities(after)))) live.showAnew();
  });
  return live;
}
