import type { Resource } from '@orrery/contract/resources/registry.ts';
import type { Provider } from '@orrery/provider-kit/provider.ts';
import type { Backends } from '../../backends/api.ts';
import type { Db } from '../../identity/context.ts';
import { RequestError } from '../../errors/request-error.ts';
import { createInventoryReader } from '../../inventory/inventory-reader.ts';
import type { InventoryPublisher, InventoryReader } from '../../inventory/reader.ts';
import type { InventoryStore } from '../../inventory/resource-row.ts';
import { createInventory, ManualRuntime, openLab } from '../../inventory/testing/inventory-rig.ts';
import { createSelfService, type SelfService } from '../../launch/self-service.ts';
import { openMoves } from '../../migrations/open-moves.ts';
import type { MovesService } from '../../migrations/moves-service.ts';
import type { AuditSink, Operations } from '../../operations/api.ts';
import { toyFiles, toyImages, toyLog } from '../../console/testing/toy-insides.ts';
import { toyConsoles } from '../../console/testing/toy-consoles.ts';
import { createOperationStore } from '../../operations/database-operation-store.ts';
import { everyCapability } from './samples.ts';

export interface TestFleet {
  inventory: InventoryPublisher;
  store: InventoryStore;
  reader: InventoryReader;
  operations: Operations;
  selfService: SelfService;
  moves: MovesService;
  backends: Backends;
  provider: () => Provider;
  stop: () => void;
}

/** Instances with such an id never finish what is asked of them, so that there is something to cancel. */
export const slowPrefix = 'lab:slow';

/** The real inventory and the real operations, over a backend that does whatever it is told at once. */
export async function createTestFleet(audit: AuditSink, db: Db): Promise<TestFleet> {
  const runtime = new ManualRuntime();
  const { inventory } = createInventory(runtime);
  openLab(inventory);
  const operationStore = createOperationStore(db);
  const moves = openMoves(db, {
    inventory,
    operationStore,
    provider: () => obedient,
    log: () => undefined,
  });
  await moves.prepare();
  const selfService = createSelfService({
    db,
    clock: runtime,
    inventory,
    store: operationStore,
    provider: () => obedient,
    moves,
    audit,
    log: () => undefined,
  });
  await selfService.prepare();
  await selfService.start();
  await moves.start(selfService.operations);
  const published = new Set<string>();
  const publish = (resources: readonly Resource[]) => {
    inventory.publish(resources);
    for (const row of resources) published.add(`${row.kind}/${row.id}`);
  };
  return {
    inventory: { publish, retract: (kind, ids) => inventory.retract(kind, ids) },
    store: inventory.store,
    reader: createInventoryReader(inventory),
    operations: selfService.operations,
    selfService,
    moves,
    backends: testBackends(published),
    provider: () => obedient,
    stop: () => {
      moves.stop();
      selfService.stop();
    },
  };
}

const obedient: Provider = {
  capabilities: () => everyCapability,
  start: () => undefined,
  stop: async () => undefined,
  refresh: async () => undefined,
  act: ({ id }, { signal }) =>
    id.startsWith(slowPrefix)
      ? new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
      : Promise.resolve({}),
  resolve: async () => ({ state: 'not-started' }),
  creator: {
    create: async ({ operation, creation }) => ({ id: `lab:${creation.kind}-${operation}` }),
    resolve: async () => ({ state: 'not-started' }),
  },
  migrator: {
    survey: async ({ hosts }) => ({
      ...{ memoryBytes: null, residentBytes: null, dirtying: [] },
      hosts: hosts.map(host => ({ host, ways: [] })),
    }),
    migrate: async () => ({
      ...{ pauseMs: null, bytes: null, passes: null },
      check: { method: 'uptime', survived: true, detail: 'It runs on', at: '2026-01-02T03:04:05.678Z' },
    }),
    follow: async () => ({ state: 'not-started' }),
    steer: async () => undefined,
  },
  raw: async () => ({ format: 'xml', text: '<domain/>' }),
  consoles: toyConsoles,
  logs: toyLog.logs,
  files: toyFiles,
  images: toyImages,
};

function testBackends(published: ReadonlySet<string>): Backends {
  return {
    add: async ({ id }) => {
      if (!published.has(`backend/${id}`))
        throw new RequestError('backend.unavailable', 'Only known ones here');
    },
    remove: async () => undefined,
    settings: async () => ({ kind: 'libvirt', hosts: [{ uri: 'qemu:///system' }] }),
    change: async () => undefined,
    probeChange: async () => ({ ok: true, parts: [] }),
    probe: async () => ({ ok: true, parts: [] }),
    refresh: async () => undefined,
    raw: async () => ({ format: 'xml', text: '<domain/>' }),
    setup: async () => ({ found: [], backends: 0 }),
    demo: () => false,
  };
}
