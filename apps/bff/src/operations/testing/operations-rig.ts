import { simulatorSettingsSchema } from '@orrery/contract/backends/settings.ts';
import type { GlobalRole, ProjectRole } from '@orrery/contract/identity/roles.ts';
import { SimulatedDataCentre } from '@orrery/provider-simulator/data-centre.ts';
import { SimulatorProvider } from '@orrery/provider-simulator/provider.ts';
import type { SimInstance } from '@orrery/provider-simulator/world/model.ts';
import { type Viewer, viewerOf } from '../../authz/viewer.ts';
import { createInventory, ManualRuntime } from '../../inventory/testing/inventory-rig.ts';
import type { AuditEntry } from '../api.ts';
import type { OperationStore } from '../operation-store.ts';
import { OperationsService } from '../operations-service.ts';
import { createMemoryOperationStore } from './memory-operation-store.ts';
import { Mortal } from './mortal.ts';

export const sim = {
  id: 'sim',
  name: 'Sim',
  kind: 'simulator',
  origin: 'built-in',
  demo: true,
  promiseSeconds: 30,
} as const;

export function person(
  name: string,
  more: { role?: GlobalRole; projects?: Record<string, ProjectRole> } = {},
): Viewer {
  const memberships = Object.entries(more.projects ?? {}).map(([project, role]) => ({ project, role }));
  const userId = `00000000-0000-4000-8000-${Buffer.from(name).toString('hex').padStart(12, '0').slice(-12)}`;
  return viewerOf({
    kind: 'user',
    userId,
    username: name,
    role: more.role ?? null,
    memberships,
    credential: name,
  });
}

/** The world that outlives a process: the data centre, the disk, the audit log, and time. */
export function createWorld(store: OperationStore = createMemoryOperationStore()) {
  const clock = new ManualRuntime();
  const settings = simulatorSettingsSchema.parse({
    kind: 'simulator',
    hosts: 2,
    instances: 12,
    clusters: 1,
    changesPerSecond: 0,
  });
  const dataCentre = new SimulatedDataCentre(clock, settings);
  const audit: AuditEntry[] = [];
  return { clock, dataCentre, store, audit };
}
export type World = ReturnType<typeof createWorld>;

/** One life of the BFF in that world. */
export async function live({ clock, dataCentre, store, audit }: World, mortal = new Mortal()) {
  const { inventory, logged } = createInventory(clock);
  const context = {
    backend: sim.id,
    backendName: sim.name,
    clock,
    random: () => 0.5,
    log: () => undefined,
  };
  const inner = new SimulatorProvider(context, dataCentre);
  const provider = mortal.provider(inner);
  const feed = inventory.open(sim);
  feed.capabilities = () => provider.capabilities();
  const operations = new OperationsService({
    inventory,
    store: mortal.store(store),
    provider: id => (id === sim.id ? provider : undefined),
    clock,
    audit: mortal.audit({ record: async entry => void audit.push(entry) }),
    log: (level, message) => logged.push({ level, message }),
  });
  await inventory.start();
  provider.start(feed.sink);
  void operations.start();
  await clock.advance(3_000);
  return {
    inventory,
    operations,
    logged,
    feed,
    provider: inner,
    /** The process is gone: its connections break, its timers with it. */
    bury: async () => {
      mortal.dead = true;
      operations.stop();
      await inner.stop();
      await inventory.stop();
    },
  };
}
export type Life = Awaited<ReturnType<typeof live>>;

/** An instance of the data centre in a state, whose name does not make it misbehave. */
export function someInstance(life: Life, powerState: string, n = 0) {
  const found = [...life.inventory.store.all('instance')].filter(
    r => r.kind === 'instance' && r.powerState === powerState && !/(fail|hang|slow)-/.test(r.name),
  );
  const instance = found[n];
  if (instance?.kind !== 'instance')
    throw new Error(`The data centre has no ${powerState} instance number ${n}`);
  return instance;
}

export const native = (world: World, id: string): SimInstance | undefined => {
  const found = world.dataCentre.find('instance', id.slice(sim.id.length + 1));
  return found?.kind === 'instance' ? found : undefined;
};
