import type { ProvidedKind } from '@orrery/provider-kit/provided-kinds.ts';
import type { Reported } from '@orrery/provider-kit/reported.ts';
import { ManualClock } from '@orrery/provider-kit/testing/manual-clock.ts';
import type { OrreryEvent } from '@orrery/contract/resources/event.ts';
import type { Resource } from '@orrery/contract/resources/registry.ts';
import { everyCapability } from '../../http/testing/samples.ts';
import type { BackendFeed } from '../backend-feed.ts';
import type { BackendIdentity } from '../backend-row.ts';
import type { EventLog } from '../event-journal.ts';
import { InventoryService } from '../inventory-service.ts';
import type { InventoryRuntime } from '../runtime.ts';
import type { SnapshotFile } from '../snapshot-file.ts';

/** Time that stands still; a slice of work takes no time. */
export class ManualRuntime extends ManualClock implements InventoryRuntime {
  monotonic = (): number => this.now();
}

export function memoryEventLog(events: OrreryEvent[] = []): EventLog & { events: OrreryEvent[] } {
  return {
    events,
    append: async more => {
      events.push(...more);
    },
    newest: async count => events.slice(-count),
  };
}

export const lab: BackendIdentity = {
  id: 'lab',
  name: 'KVM lab',
  kind: 'libvirt',
  origin: 'file',
  demo: false,
  promiseSeconds: 15,
};

export interface Logged {
  level: string;
  message: string;
}

export function createInventory(
  runtime: InventoryRuntime = new ManualRuntime(),
  more: { snapshot?: SnapshotFile; events?: EventLog } = {},
) {
  const logged: Logged[] = [];
  const inventory = new InventoryService({
    runtime,
    log: (level, message) => logged.push({ level, message }),
    events: more.events ?? memoryEventLog(),
    snapshot: more.snapshot ?? null,
  });
  return { inventory, logged };
}

export function openLab(inventory: InventoryService, identity: BackendIdentity = lab): BackendFeed {
  const feed = inventory.open(identity);
  feed.capabilities = () => everyCapability;
  return feed;
}

/** What a provider would report of a resource: without what the BFF adds. */
export function reported(resource: Extract<Resource, { kind: ProvidedKind }>): Reported {
  const { actions: _actions, stale: _stale, ...rest } = resource;
  return rest;
}

export const partUp = (name: string, at: string) => ({
  name,
  address: `qemu+tcp://${name}/system`,
  status: 'up' as const,
  reason: null,
  latencyMs: 1,
  lastSeenAt: at,
});

export const partDown = (name: string, reason = 'Connection refused') => ({
  name,
  address: `qemu+tcp://${name}/system`,
  status: 'down' as const,
  reason,
  latencyMs: null,
  lastSeenAt: null,
});
