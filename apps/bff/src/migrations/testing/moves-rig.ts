import { simulatorSettingsSchema } from '@orrery/contract/backends/settings.ts';
import type { Migration } from '@orrery/contract/migrations/migration.ts';
import type { Instance } from '@orrery/contract/resources/instance.ts';
import { SimulatedDataCentre } from '@orrery/provider-simulator/data-centre.ts';
import { SimulatorProvider } from '@orrery/provider-simulator/provider.ts';
import type { SimInstance } from '@orrery/provider-simulator/world/model.ts';
import { row, rows } from '../../inventory/resource-row.ts';
import { createInventory, ManualRuntime } from '../../inventory/testing/inventory-rig.ts';
import type { AuditEntry } from '../../operations/api.ts';
import { OperationsService } from '../../operations/operations-service.ts';
import { createMemoryOperationStore } from '../../operations/testing/memory-operation-store.ts';
import { Mortal } from '../../operations/testing/mortal.ts';
import { person, sim } from '../../operations/testing/operations-rig.ts';
import { MovesService } from '../moves-service.ts';
import { memoryMaintenanceStore, memoryMoveStore, memoryPlanStore } from './memory-stores.ts';

export const admin = person('ada', { role: 'admin' });

/** The world that outlives a process: the data centre, the disk, the audit log, and time. */
export function createMovesWorld() {
  const clock = new ManualRuntime();
  const audit: AuditEntry[] = [];
  const settings = simulatorSettingsSchema.parse({
    kind: 'simulator',
    hosts: 3,
    instances: 12,
    clusters: 1,
    changesPerSecond: 0,
  });
  return {
    clock,
    dataCentre: new SimulatedDataCentre(clock, settings),
    operations: createMemoryOperationStore(),
    moves: memoryMoveStore(),
    plans: memoryPlanStore(),
    maintenance: memoryMaintenanceStore(),
    audit,
  };
}
export type MovesWorld = ReturnType<typeof createMovesWorld>;

/** One life of the BFF in that world, with every frame of a move that it showed. */
export async function liveMoves(world: MovesWorld, mortal = new Mortal()) {
  const { clock, dataCentre, audit } = world;
  const { inventory } = createInventory(clock);
  const context = { backend: sim.id, backendName: sim.name, clock, random: () => 0.5, log: () => undefined };
  const inner = new SimulatorProvider(context, dataCentre);
  const provider = mortal.provider(inner);
  const feed = inventory.open(sim);
  feed.capabilities = () => provider.capabilities();
  const operationStore = mortal.store(world.operations);
  const moves = new MovesService({
    inventory,
    store: {
      ...world.moves,
      save: move => mortal.around('save move', () => world.moves.save(move)),
      saveShown: (id, shown) => mortal.around('save shown', () => world.moves.saveShown(id, shown)),
    },
    plans: { ...world.plans, save: plan => mortal.around('save plan', () => world.plans.save(plan)) },
    maintenance: {
      ...world.maintenance,
      set: (host, mark) => mortal.around('mark host', () => world.maintenance.set(host, mark)),
    },
    operationStore,
    provider: id => (id === sim.id ? provider : undefined),
    log: () => undefined,
  });
  const frames: { at: number; row: Migration }[] = [];
  inventory.store.onApplied(({ changed }) => {
    if (mortal.dead) return;
    for (const { after } of changed)
      if (after?.kind === 'migration') frames.push({ at: clock.now(), row: after });
  });
  const operations = new OperationsService({
    inventory,
    store: operationStore,
    provider: id => (id === sim.id ? provider : undefined),
    clock,
    audit: mortal.audit({ record: async entry => void audit.push(entry) }),
    log: () => undefined,
    performers: moves.performers,
    settle: moves.settle,
    told: {
      begun: record => moves.begun(record),
      identified: async () => undefined,
      ended: record => moves.ended(record),
    },
  });
  await inventory.start();
  await moves.prepare();
  provider.start(feed.sink);
  void operations.start().then(() => moves.start(operations));
  await clock.advance(3_000);
  return {
    inventory,
    operations,
    moves,
    frames,
    /** The process is gone: its connections break, its timers with it. */
    bury: async () => {
      mortal.dead = true;
      operations.stop();
      moves.stop();
      await inner.stop();
      await inventory.stop();
    },
  };
}
export type MovesLife = Awaited<ReturnType<typeof liveMoves>>;

export const nativeOf = (world: MovesWorld, id: string): SimInstance => {
  const found = world.dataCentre.find('instance', id.slice(sim.id.length + 1));
  if (found?.kind !== 'instance') throw new Error(`The data centre has no ${id}`);
  return found;
};

/** A running guest that moves quietly, with so much memory. */
export function quietGuest(world: MovesWorld, life: MovesLife, memoryMiB = 4_096): Instance {
  const found = [...rows(life.inventory.store, 'instance')].find(
    ({ powerState, status }) => powerState === 'running' && status === 'running',
  );
  if (!found) throw new Error('Nothing runs in the data centre');
  Object.assign(nativeOf(world, found.id), { cpuPercent: 2, memoryMiB, memoryUsedMiB: memoryMiB });
  return found;
}

export const moveOf = (life: MovesLife, operation: string): Migration => {
  const found = row(life.inventory.store, 'migration', `${sim.id}:${operation}`);
  if (!found) throw new Error(`There is no move of ${operation}`);
  return found;
};

export const migrate = (life: MovesLife, id: string, args: object = {}, idempotencyKey?: string) =>
  life.operations.submit(admin, { kind: 'instance', id, action: 'migrate', args, idempotencyKey });
