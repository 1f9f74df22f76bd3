import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import type { Provider } from '@orrery/provider-kit/provider.ts';
import type { InventoryService } from '../inventory/inventory-service.ts';
import { row } from '../inventory/resource-row.ts';
import { iso } from '../inventory/runtime.ts';
import { type OperationRecord, toRequest } from '../operations/operation-record.ts';
import type { Performer } from '../operations/performer.ts';
import type { Maintenance } from './maintenance.ts';

interface Maintaining {
  inventory: InventoryService;
  maintenance: Maintenance;
}

/** Takes hosts out of service and back: at the back end where it knows that, else Orrery keeps the mark (MG-12). */
export function maintenancePerformer({ inventory, maintenance }: Maintaining): Performer {
  const mark = async ({ target, action, args, actor }: OperationRecord): Promise<void> => {
    if (action === 'exitMaintenance') return maintenance.exit(target);
    const host = row(inventory.store, 'host', target);
    if (!host) throw new ProviderError('resource.not-found', 'There is no such host any more');
    const reason = typeof args['reason'] === 'string' ? args['reason'] : null;
    await maintenance.enter(host, { reason, by: actor.name, since: iso(inventory.runtime.now()) });
  };
  return {
    takes: ({ kind, action }) =>
      kind === 'host' && (action === 'enterMaintenance' || action === 'exitMaintenance'),
    perform: async (provider, record, control) => {
      // A host that Orrery marked before its back end could is let go by Orrery.
      if (knows(provider) && !maintenance.isMarked(record.target))
        return provider.act(toRequest(record), control);
      await mark(record);
      return {};
    },
    resolve: async (provider, record, control) => {
      if (knows(provider) && !maintenance.isMarked(record.target))
        return provider.resolve(toRequest(record), record.handle, control);
      // After a restart its back end may not have been heard yet: then it is asked for again.
      if (!row(inventory.store, 'host', record.target))
        throw new ProviderError('backend.unavailable', 'The host has not been seen yet');
      // A mark made twice is one mark.
      await mark(record);
      return { state: 'succeeded' };
    },
  };
}

const knows = (provider: Provider): boolean => provider.capabilities()['host.enterMaintenance'] === true;
