import type { IncomingHttpHeaders, Server } from 'node:http';
import { join } from 'node:path';
import { imageSettingsSchema } from '@orrery/contract/images/settings.ts';
import type { ConfigFile } from '@orrery/contract/backends/settings.ts';
import { routes } from '@orrery/contract/http/routes.ts';
import { systemClock } from '@orrery/provider-kit/clock.ts';
import { createLoginLimiter } from './authn/login-limiter.ts';
import { refuseHost, refuseOrigin } from './authn/origin.ts';
import { createBackendStore } from './backends/backend-store.ts';
import { BackendsService } from './backends/backends-service.ts';
import { providerKinds } from './backends/provider-kinds.ts';
import { packageVersion } from './config/package-version.ts';
import { BootLogs, earlierOf } from './console/boot-log/boot-logs.ts';
import { BootShelf } from './console/boot-log/boot-shelf.ts';
import { ConsoleGateway } from './console/console-gateway.ts';
import { InsidesService } from './console/insides-service.ts';
import { ConsoleService } from './console/console-service.ts';
import type { Database } from './database/open-database.ts';
import { addressOf } from './http/address-of.ts';
import { createApp } from './http/app.ts';
import { createRouteAudit } from './http/audit-requests.ts';
import { createHandlers } from './http/handlers/handlers.ts';
import { createRequestLimit } from './http/request-limit.ts';
import type { IdentityContext } from './identity/context.ts';
import { ensureFirstAdmin } from './identity/first-admin.ts';
import { type IdentityShow, showIdentity } from './identity/publish.ts';
import { Archives } from './images/archives.ts';
import { imagesMadeByHosts } from './images/made-by-hosts.ts';
import { ImageFiles } from './images/image-files.ts';
import { ImagesService } from './images/images-service.ts';
import { volumesOfUploads } from './images/volumes-of-uploads.ts';
import { VolumeContents } from './images/volume-contents.ts';
import { usersOfImage } from './images/users-of-image.ts';
import { createEventLog } from './inventory/database-event-log.ts';
import { createInventoryReader } from './inventory/inventory-reader.ts';
import { type InventoryLog, InventoryService } from './inventory/inventory-service.ts';
import { createLiveQueries } from './inventory/live-inventory.ts';
import { systemRuntime } from './inventory/runtime.ts';
import type { SnapshotFile } from './inventory/snapshot-file.ts';
import { createSelfService } from './launch/self-service.ts';
import { openMoves } from './migrations/open-moves.ts';
import { createMetrics } from './observability/metrics.ts';
import { type Identity, openIdentity } from './open-identity.ts';
import { Gateway } from './realtime/gateway.ts';
import { createOperationStore } from './operations/database-operation-store.ts';
import type { StartTools } from './start-tools.ts';

const webDirectory = join(import.meta.dirname, '../../web/dist');
const clock = systemClock;

interface Given {
  database: Database;
  config: ConfigFile;
  /** The inventory of the last run. */
  snapshot: SnapshotFile;
}

/** What there is, and what can be done with it. */
async function openFleet(start: StartTools, identity: Identity, { config, snapshot }: Given) {
  const { env, log, shutdown, phases } = start;
  const { db, box, audit } = identity;
  const note: InventoryLog = (level, message, fields) => log[level](fields ?? {}, message);
  const inventory = new InventoryService({
    runtime: systemRuntime,
    log: note,
    events: createEventLog(db),
    snapshot,
  });
  await inventory.start();
  phases.reached('inventory');
  shutdown.add('inventory', () => inventory.stop());
  // Before operations go on: those that an earlier process left may need an image, or make one.
  const images = await openImages(start, { inventory, identity, note }, config);
  const operationStore = createOperationStore(db);
  const provider = (id: string) => backends.provider(id);
  const moves = openMoves(db, { inventory, operationStore, provider, log: note });
  await moves.prepare();
  shutdown.add('moves', async () => moves.stop());
  const archives = new Archives(join(env.dataDir, 'archives'), largestArchive(config));
  await archives.prepare(clock.now());
  const selfService = createSelfService({
    db,
    clock,
    inventory,
    store: operationStore,
    provider,
    moves,
    audit,
    log: note,
    images: images.catalogue,
    performers: [
      imagesMadeByHosts(archives),
      volumesOfUploads(image => images.discard(image)),
      images.fromInstances,
    ],
  });
  await selfService.prepare();
  const store = createBackendStore(db, box);
  const { demo } = env;
  const backends = new BackendsService({
    inventory,
    store,
    config,
    demo,
    kinds: providerKinds,
    clock,
    log: note,
  });
  await backends.start();
  phases.reached('backends');
  shutdown.add('backends', () => backends.stop());
  await selfService.start();
  await moves.start(selfService.operations);
  shutdown.add('operations', () => selfService.stop());
  const { operations } = selfService;
  const live = createLiveQueries(inventory.store, systemRuntime);
  const reader = createInventoryReader(inventory);
  return { inventory, reader, backends, operations, selfService, moves, images, archives, live, note };
}
type Fleet = Awaited<ReturnType<typeof openFleet>>;

const gib = 1024 ** 3;
const largestArchive = ({ images }: ConfigFile): number =>
  gib * imageSettingsSchema.parse(images ?? {}).largestGiB;

function showIn({ inventory }: Fleet, { db }: Identity): IdentityShow {
  return showIdentity({
    db,
    clock,
    to: {
      publish: rows => inventory.publish(rows),
      retract: (kind, ids) => inventory.retract(kind, ids),
      instancesOf: project => inventory.totals.inProject(project),
    },
  });
}

function openConsoles({ shutdown }: StartTools, { inventory, reader, backends }: Fleet) {
  const provider = (id: string) => backends.provider(id);
  const shelf = new BootShelf();
  const earlier = (instance: string) => earlierOf(shelf, instance);
  const consoles = new ConsoleService({ reader, provider, clock, earlier });
  const bootLogs = new BootLogs({ store: inventory.store, reader, provider, consoles, shelf, clock });
  bootLogs.start();
  shutdown.add('consoles', () => {
    bootLogs.stop();
    return consoles.stop();
  });
  return { consoles, bootLogs };
}

/** Orrery's own images. */
async function openImages({ env, shutdown }: StartTools, opened: Opened, config: ConfigFile) {
  const { inventory, identity, note } = opened;
  const images = new ImagesService({
    db: identity.db,
    clock,
    log: note,
    files: new ImageFiles(join(env.dataDir, 'images')),
    settings: imageSettingsSchema.parse(config.images ?? {}),
    inventory,
    audit: identity.audit,
    usersOf: image => usersOfImage(inventory.store, image),
  });
  await images.start();
  shutdown.add('images', async () => images.stop());
  return images;
}
interface Opened {
  inventory: InventoryService;
  identity: Identity;
  note: InventoryLog;
}

export async function openServices(start: StartTools, given: Given) {
  const { env, log } = start;
  const { database } = given;
  const identity = await openIdentity(start, database);
  start.phases.reached('identity');
  const fleet = await openFleet(start, identity, given);
  const show = showIn(fleet, identity);
  const { consoles, bootLogs } = openConsoles(start, fleet);
  const { archives } = fleet;
  const provider = (id: string) => fleet.backends.provider(id);
  const insides = new InsidesService({ reader: fleet.reader, provider, identity: identity.bus, clock });
  const { db, bus, passwords, authenticator, origin } = identity;
  const commands: IdentityContext = { db, clock, passwords, bus, changed: show.changed };
  const metrics = createMetrics();
  const version = packageVersion();
  const app = createApp({
    routes,
    handlers: createHandlers({
      identity: commands,
      login: { db, clock, passwords, limiter: createLoginLimiter() },
      metrics,
      secureCookie: env.publicOrigin?.startsWith('https:') ?? false,
      about: () => ({ demo: fleet.backends.demo(), version }),
      reader: fleet.reader,
      operations: fleet.operations,
      selfService: fleet.selfService,
      moves: fleet.moves,
      backends: fleet.backends,
      audit: identity.auditReader,
      images: fleet.images,
      consoles,
      bootLogs,
      volumeContents: new VolumeContents({ reader: fleet.reader, provider }),
      insides,
      archives,
      provider,
    }),
    authenticator,
    origin,
    limit: createRequestLimit(),
    checkResponses: env.checkResponses,
    audit: createRouteAudit({ sink: identity.audit, metrics }),
    metrics,
    log,
    unready: () => unreadyReasons(database),
    trustedProxies: env.trustedProxies,
    webDirectory,
  });
  const admin = await ensureFirstAdmin(commands, env.adminPassword);
  await show.all();
  return { app, admin, fleet, identity, consoles };
}

export function openGateway(
  { shutdown }: Pick<StartTools, 'shutdown'>,
  httpServer: Server,
  { app, fleet, identity, consoles }: Services,
): void {
  const { inventory, live, note } = fleet;
  const { authenticator, bus, origin } = identity;
  const refuse = (headers: IncomingHttpHeaders) =>
    refuseHost(headers.host, origin) ??
    refuseOrigin(headers, { policy: origin, absent: absentOrigin(headers) });
  const gateway = new Gateway({
    httpServer,
    inventory,
    live,
    authenticator,
    identity: bus,
    refuseOrigin: refuse,
    log: note,
  });
  shutdown.add('sockets', () => gateway.stop());
  const screens = new ConsoleGateway({
    httpServer,
    consoles,
    authenticator,
    identity: bus,
    store: inventory.store,
    audit: identity.audit,
    clock,
    refuseOrigin: refuse,
    addressOf: request => addressOf(app, request),
  });
  shutdown.add('consoles of browsers', async () => screens.stop());
}
type Services = Awaited<ReturnType<typeof openServices>>;

/** Browsers always name their origin in a websocket handshake; a script without a cookie need not. */
const absentOrigin = (headers: IncomingHttpHeaders) => (headers.cookie === undefined ? 'pass' : 'refuse');

async function unreadyReasons({ pool }: Database): Promise<string[]> {
  const answers = await pool.query('select 1').then(
    () => true,
    () => false,
  );
  return answers ? [] : ['The database does not answer'];
}
