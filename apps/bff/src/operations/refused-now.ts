import { rulesOf } from '../inventory/actions-of.ts';
import type { InventoryService } from '../inventory/inventory-service.ts';
import { row } from '../inventory/resource-row.ts';
import type { OperationRecord } from './operation-record.ts';
import { failure, type Outcome } from './outcome.ts';

type Inventory = Pick<InventoryService, 'store' | 'capabilities'>;

/** It may have waited since it was admitted: its turn in a batch, a restart. */
export function refusedNow(record: OperationRecord, inventory: Inventory): Outcome | undefined {
  return record.creation ? creationRefused(record, inventory) : actionRefused(record, inventory);
}

function actionRefused({ kind, target, action }: OperationRecord, { store }: Inventory): Outcome | undefined {
  const held = store.get(kind, target);
  if (held === undefined) return failure('resource.not-found');
  if (held.stale) return failure('backend.unavailable');
  const refusal = rulesOf(kind)
    .find(rule => rule.name === action)
    ?.refuse(held);
  return refusal ? failure(refusal.code, refusal.reason) : undefined;
}

/** The place that was chosen has to be there still; what the backend itself refuses it will say. */
function creationRefused({ backend, host }: OperationRecord, inventory: Inventory): Outcome | undefined {
  if (inventory.capabilities(backend) === undefined) return failure('backend.unavailable');
  if (host === null) return undefined;
  const held = row(inventory.store, 'host', host);
  return held === undefined || held.stale || held.status !== 'up'
    ? failure('backend.unavailable')
    : undefined;
}
