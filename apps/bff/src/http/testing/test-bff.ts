import type { Server } from 'node:http';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { routes } from '@orrery/contract/http/routes.ts';
import { type Clock, systemClock } from '@orrery/provider-kit/clock.ts';
import { createAuditLog } from '../../audit/audit-log.ts';
import { listAudit } from '../../audit/read.ts';
import { verifyAudit } from '../../audit/verify.ts';
import { createAuthenticator } from '../../authn/authenticator.ts';
import { createLoginLimiter, loginLimits } from '../../authn/login-limiter.ts';
import type { OriginPolicy } from '../../authn/origin.ts';
import { KeyRing } from '../../config/key-ring.ts';
import { BootLogs, earlierOf } from '../../console/boot-log/boot-logs.ts';
import { BootShelf } from '../../console/boot-log/boot-shelf.ts';
import { InsidesService } from '../../console/insides-service.ts';
import { ConsoleService } from '../../console/console-service.ts';
import type { Database } from '../../database/open-database.ts';
import { openTestDatabase } from '../../database/testing/test-database.ts';
import { createIdentityBus, type IdentityChange } from '../../identity/bus.ts';
import type { IdentityContext } from '../../identity/context.ts';
import type { Passwords } from '../../identity/passwords.ts';
import { showIdentity } from '../../identity/publish.ts';
import { Archives } from '../../images/archives.ts';
import { VolumeContents } from '../../images/volume-contents.ts';
import { openTestImages, type TestImages } from '../../images/testing/test-images.ts';
import { createLog } from '../../observability/log.ts';
import { createMetrics } from '../../observability/metrics.ts';
import { createApp } from '../app.ts';
import { createRouteAudit } from '../audit-requests.ts';
import { createHandlers } from '../handlers/handlers.ts';
import { listen, stopListening, urlOf } from '../listen.ts';
import { createRequestLimit } from '../request-limit.ts';
import { createTestFleet, type TestFleet } from './test-fleet.ts';

/** Looks like a hash, costs nothing: for tests that are not about passwords. */
export const plainPasswords: Passwords = {
  hash: async password => `plain:${password}`,
  verify: async (hash, password) => hash === `plain:${password}`,
};

/** A clock that stands still until it is moved. Its timers never run. */
export class ManualClock implements Clock {
  #now = Date.parse('2026-03-01T12:00:00.000Z');
  now = () => this.#now;
  after = () => () => undefined;
  advance(ms: number): void {
    this.#now += ms;
  }
}

export interface TestBffOptions {
  passwords?: Passwords;
  origin?: OriginPolicy;
  trustedProxies?: readonly string[];
  webDirectory?: string;
  requestsPerWindow?: number;
  loginLimits?: Partial<Record<keyof typeof loginLimits, number>>;
}

export interface TestBff {
  url: string;
  server: Server;
  database: Database;
  identity: IdentityContext;
  fleet: TestFleet;
  images: TestImages;
  consoles: ConsoleService;
  /** Boots that were listened to: as the test puts them there. */
  shelf: BootShelf;
  clock: ManualClock;
  /** Everything that was logged so far. */
  logged: () => string;
  /** Every announcement of the identity bus so far. */
  changes: IdentityChange[];
  close: () => Promise<void>;
}

const keys = new KeyRing([Buffer.alloc(32, 7)]).derive('audit chain');

/** The real routes, pipeline, identity and audit, on a database of their own, before a fleet in memory. */
export async function startTestBff(options: TestBffOptions = {}): Promise<TestBff> {
  const database = await openTestDatabase();
  const { db, pool } = database;
  const clock = new ManualClock();
  const { log, logged } = capturedLog();
  const metrics = createMetrics({ runtime: false });
  const audit = createAuditLog({ pool, clock, keys, log });
  const fleet = await createTestFleet(audit, db);
  const bus = createIdentityBus();
  const changes: IdentityChange[] = [];
  bus.on(change => changes.push(change));
  const passwords = options.passwords ?? plainPasswords;
  const show = showIdentity({ db, clock, to: { ...fleet.inventory, instancesOf: () => 0 } });
  const identity = { db, clock, passwords, bus, changed: show.changed };
  const limiter = createLoginLimiter({ ...loginLimits, ...options.loginLimits });
  const images = await openTestImages({ db, clock, audit, inventory: fleet.inventory });
  const { reader, provider, store } = fleet;
  const shelf = new BootShelf();
  const earlier = (instance: string) => earlierOf(shelf, instance);
  const consoles = new ConsoleService({ reader, provider, clock: systemClock, earlier });
  const bootLogs = new BootLogs({ store, reader, provider, consoles, shelf, clock: systemClock });
  const insides = new InsidesService({ reader, provider, identity: bus, clock: systemClock });
  const archives = new Archives(join(images.directory, 'archives'), 1_000_000);
  await archives.prepare(clock.now());
  const app = createApp({
    routes,
    handlers: createHandlers({
      identity,
      login: { db, clock, passwords, limiter },
      metrics,
      secureCookie: options.origin?.publicOrigin?.startsWith('https:') ?? false,
      about: () => ({ demo: false, version: '0.0.0' }),
      ...fleet,
      images: images.service,
      consoles,
      bootLogs,
      volumeContents: new VolumeContents({ reader, provider }),
      insides,
      archives,
      audit: {
        list: query => listAudit(pool, query),
        verify: () => verifyAudit({ pool, keys, lastWritten: audit.lastWritten() }),
      },
    }),
    authenticator: createAuthenticator({ db, clock }),
    origin: options.origin ?? { publicOrigin: undefined, loopbackOnly: true },
    limit: createRequestLimit({ points: options.requestsPerWindow ?? 100_000, duration: 10 }),
    checkResponses: true,
    audit: createRouteAudit({ sink: audit, metrics }),
    metrics,
    log,
    unready: async () => [],
    trustedProxies: options.trustedProxies ?? [],
    webDirectory: options.webDirectory ?? '/nowhere',
  });
  const server = await listen(app, { port: 0, host: '127.0.0.1' });
  const close = async () => {
    await stopListening(server, 0);
    fleet.stop();
    await images.close();
    await audit.close();
    await database.close();
  };
  return {
    url: urlOf(server),
    server,
    database,
    identity,
    fleet,
    images,
    consoles,
    shelf,
    clock,
    logged,
    changes,
    close,
  };
}

function capturedLog() {
  const stream = new PassThrough();
  const chunks: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  return { log: createLog('debug', stream), logged: () => Buffer.concat(chunks).toString('utf8') };
}
