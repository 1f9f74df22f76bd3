import { randomBytes } from 'node:crypto';
import type { Resource } from '@orrery/contract/resources/registry.ts';
import { fieldTables } from '@orrery/inventory/fields/tables.ts';
import { LiveQueries } from '@orrery/inventory/live/live-queries.ts';
import type { InventoryStore } from './resource-row.ts';
import type { InventoryRuntime } from './runtime.ts';

/** Bytes of a live query's name: cannot be guessed. */
const idBytes = 9;

export function createLiveQueries(store: InventoryStore, runtime: InventoryRuntime): LiveQueries<Resource> {
  const newId = () => randomBytes(idBytes).toString('base64url');
  return new LiveQueries<Resource>({ store, tables: fieldTables, runtime, newId });
}
