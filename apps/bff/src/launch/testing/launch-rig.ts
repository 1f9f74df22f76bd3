import { simulatorSettingsSchema } from '@orrery/contract/backends/settings.ts';
import type { LaunchInput } from '@orrery/contract/launch/launch.ts';
import { launchSchema } from '@orrery/contract/launch/launch.ts';
import type { Quota } from '@orrery/contract/resources/identity.ts';
import type { Clock } from '@orrery/provider-kit/clock.ts';
import { SimulatedDataCentre } from '@orrery/provider-simulator/data-centre.ts';
import { SimulatorProvider } from '@orrery/provider-simulator/provider.ts';
import { type Viewer, viewerOf } from '../../authz/viewer.ts';
import type { Database } from '../../database/open-database.ts';
import { openTestDatabase } from '../../database/testing/test-database.ts';
import { createIdentityBus } from '../../identity/bus.ts';
import type { IdentityContext } from '../../identity/context.ts';
import { changeProject, createProject } from '../../identity/projects.ts';
import { showIdentity } from '../../identity/publish.ts';
import { rows } from '../../inventory/resource-row.ts';
import type { InventoryRuntime } from '../../inventory/runtime.ts';
import { createInventory } from '../../inventory/testing/inventory-rig.ts';
import { createOperationStore } from '../../operations/database-operation-store.ts';
import { createSelfService, type SelfService } from '../self-service.ts';

/** Real time, run faster: a database really answers, and a simulated boot takes a fraction of a second. */
const speed = 25;

function fastClock(): InventoryRuntime {
  const started = Date.now();
  const clock: Clock = {
    now: () => started + Math.floor((Date.now() - started) * speed),
    after: (ms, run) => {
      const timer = setTimeout(run, ms / speed);
      return () => clearTimeout(timer);
    },
  };
  return { ...clock, monotonic: () => performance.now() };
}

const userId = '00000000-0000-4000-8000-0000000000aa';

/** A member of a project, or an administrator for none. */
export const tenant = (project: string | null): Viewer =>
  viewerOf({
    kind: 'user',
    userId,
    username: 'tess',
    role: project === null ? 'admin' : null,
    memberships: project === null ? [] : [{ project, role: 'member' }],
    credential: 'tess',
  });

export interface LaunchRig {
  database: Database;
  dataCentre: SimulatedDataCentre;
  inventory: ReturnType<typeof createInventory>['inventory'];
  selfService: SelfService;
  identity: IdentityContext;
  /** A project with these limits. */
  project: (name: string, quota?: Partial<Quota>) => Promise<string>;
  /** A launch of an image of the data centre with a size of one's own. */
  wish: (name: string, more?: Partial<LaunchInput>) => ReturnType<typeof launchSchema.parse>;
  until: (what: string, holds: () => boolean | Promise<boolean>) => Promise<void>;
  /** All operations have ended, and nothing is reserved any more: what comes next meets nothing busy. */
  quiet: () => Promise<void>;
  close: () => Promise<void>;
}

/** Self-service as it runs, on a real PostgreSQL and a simulated data centre. */
export async function openLaunchRig(settings: Record<string, unknown> = {}): Promise<LaunchRig> {
  const database = await openTestDatabase();
  const { db } = database;
  const clock = fastClock();
  const { inventory } = createInventory(clock);
  const world = { kind: 'simulator', hosts: 2, instances: 0, clusters: 1, changesPerSecond: 0, ...settings };
  const dataCentre = new SimulatedDataCentre(clock, simulatorSettingsSchema.parse(world));
  const context = { backend: 'sim', backendName: 'Sim', clock, random: Math.random, log: () => undefined };
  const provider = new SimulatorProvider(context, dataCentre);
  const selfService = createSelfService({
    db,
    clock,
    inventory,
    store: createOperationStore(db),
    provider: id => (id === 'sim' ? provider : undefined),
    audit: { record: async () => undefined },
    log: () => undefined,
  });
  const show = showIdentity({
    db,
    clock,
    to: {
      publish: shown => inventory.publish(shown),
      retract: (kind, ids) => inventory.retract(kind, ids),
      instancesOf: () => 0,
    },
  });
  const passwords = { hash: async () => '', verify: async () => false };
  const identity: IdentityContext = { db, clock, passwords, bus: createIdentityBus(), changed: show.changed };
  await selfService.prepare();
  await inventory.start();
  const feed = inventory.open(simIdentity);
  feed.capabilities = () => provider.capabilities();
  provider.start(feed.sink);
  await selfService.start();
  const until: LaunchRig['until'] = async (what, holds) => {
    const deadline = Date.now() + 120_000;
    while (!(await holds())) {
      if (Date.now() > deadline) throw new Error(`It did not happen: ${what}`);
      await new Promise(resolve => setTimeout(resolve, 20));
    }
  };
  const isListed = (kind: 'host' | 'image' | 'network') => [...rows(inventory.store, kind)].length > 0;
  await until(
    'the data centre is listed',
    () => isListed('host') && isListed('image') && isListed('network'),
  );
  const image = [...rows(inventory.store, 'image')].find(({ format }) => format === 'qcow2');
  return {
    database,
    dataCentre,
    inventory,
    selfService,
    identity,
    project: async (name, quota = {}) => {
      const id = await createProject(identity, { name, description: null });
      await changeProject(identity, id, { quota });
      return id;
    },
    wish: (name, more = {}) =>
      launchSchema.parse({
        name,
        source: { from: 'image', image: image?.id ?? '' },
        size: { vcpus: 1, memoryMiB: 1024, diskGiB: 10 },
        ...more,
      }),
    until,
    quiet: () =>
      until('all operations have ended and nothing is reserved any more', async () => {
        const open = [...rows(inventory.store, 'operation')].some(({ endedAt }) => endedAt === null);
        return !open && (await database.pool.query('select 1 from reservation')).rowCount === 0;
      }),
    close: async () => {
      selfService.stop();
      await provider.stop();
      await inventory.stop();
      await database.close();
    },
  };
}

const simIdentity = {
  id: 'sim',
  name: 'Sim',
  kind: 'simulator',
  origin: 'built-in',
  demo: true,
  promiseSeconds: 600,
} as const;
