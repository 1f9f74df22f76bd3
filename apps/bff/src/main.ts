import { systemClock } from '@orrery/provider-kit/clock.ts';
import { routes } from '@orrery/contract/http/routes.ts';
import type { RequestListener, Server } from 'node:http';
import { join } from 'node:path';
import { pino } from 'pino';
import { createAuditLog } from './audit/audit-log.ts';
import { listAudit } from './audit/read.ts';
import { verifyAudit } from './audit/verify.ts';
import { createAuthenticator } from './authn/authenticator.ts';
import { createLoginLimiter } from './authn/login-limiter.ts';
import { isLoopbackBinding } from './authn/origin.ts';
import { keepSessions } from './authn/session-keeper.ts';
import { ConfigError } from './config/config-error.ts';
import { readConfigFile } from './config/config-file.ts';
import { type Environment, readEnvironment } from './config/environment.ts';
import { openKeyRing } from './config/key-ring.ts';
import { packageVersion } from './config/package-version.ts';
import { DatabaseError } from './database/database-error.ts';
import { type Database, openDatabase } from './database/open-database.ts';
import { createApp } from './http/app.ts';
import { createRouteAudit } from './http/audit-requests.ts';
import { createHandlers } from './http/handlers/handlers.ts';
import { listen, stopListening, urlOf } from './http/listen.ts';
import { createRequestLimit } from './http/request-limit.ts';
import { starting } from './http/starting.ts';
import { createMemoryFleet } from './http/testing/memory-fleet.ts';
import { createIdentityBus } from './identity/bus.ts';
import type { IdentityContext } from './identity/context.ts';
import { ensureFirstAdmin } from './identity/first-admin.ts';
import { createPasswords } from './identity/passwords.ts';
import { publishAll, publishChanged } from './identity/publish.ts';
import { createLog, type Log } from './observability/log.ts';
import { createMetrics } from './observability/metrics.ts';
import { createShutdown, type Shutdown } from './observability/shutdown.ts';

const stopGraceMs = 5_000;
const webDirectory = join(import.meta.dirname, '../../web/dist');
const clock = systemClock;

interface Process {
  env: Environment;
  log: Log;
  shutdown: Shutdown;
}

/** What a person at the terminal should read; the log is for machines and goes to stderr. */
const say = (text: string) => process.stdout.write(`${text}\n`);

async function start({ env, log, shutdown }: Process): Promise<void> {
  const config = await readConfigFile(env.configFile, process.env);
  let listener: RequestListener = starting;
  const server = await listen((request, response) => listener(request, response), env);
  shutdown.add('http', () => stopListening(server, stopGraceMs));
  const database = await openDatabase({ dataDir: env.dataDir, databaseUrl: env.databaseUrl, log });
  shutdown.add('database', () => database.close());
  const services = await openServices({ env, log, shutdown }, database);
  log.info({ backends: config.backends.length }, 'configuration read');
  const admin = await ensureFirstAdmin(services.identity, env.adminPassword);
  await services.publishAll();
  listener = services.app;
  announce(server, admin);
}

function announce(
  server: Server,
  admin: { username: string; password: string | undefined } | undefined,
): void {
  if (admin?.password !== undefined)
    say(
      `First start: log in as ${admin.username} with the password ${admin.password} (it is shown only now)`,
    );
  say(`Orrery is ready at ${urlOf(server)}`);
}

async function openServices({ env, log, shutdown }: Process, { db, pool }: Database) {
  const ring = await openKeyRing(env.dataDir, env.secretKey);
  const auditKeys = ring.derive('audit chain');
  const audit = createAuditLog({ pool, clock, keys: auditKeys, log });
  shutdown.add('audit', () => audit.close());
  const metrics = createMetrics();
  const bus = createIdentityBus();
  const passwords = createPasswords();
  const fleet = createMemoryFleet({ capabilities: () => undefined });
  const publishing = { db, clock, to: { ...fleet.reader, instancesOf: () => 0 } };
  const identity: IdentityContext = {
    db,
    clock,
    passwords,
    bus,
    changed: rows => publishChanged(publishing, rows),
  };
  shutdown.add('sessions', keepSessions({ db, clock, bus, log }));
  const authenticator = createAuthenticator({ db, clock });
  const version = packageVersion();
  const app = createApp({
    routes,
    handlers: createHandlers({
      identity,
      login: { db, clock, passwords, limiter: createLoginLimiter() },
      metrics,
      secureCookie: env.publicOrigin?.startsWith('https:') ?? false,
      about: () => ({ demo: fleet.backends.demo(), version }),
      ...fleet,
      audit: {
        list: query => listAudit(pool, query),
        verify: () => verifyAudit({ pool, keys: auditKeys, lastWritten: audit.lastWritten() }),
      },
    }),
    authenticator,
    origin: { publicOrigin: env.publicOrigin, loopbackOnly: isLoopbackBinding(env.host) },
    limit: createRequestLimit(),
    checkResponses: env.checkResponses,
    audit: createRouteAudit({ sink: audit, metrics }),
    metrics,
    log,
    unready: async () => {
      const up = await pool.query('select 1').then(
        () => true,
        () => false,
      );
      return up ? [] : ['The database does not answer'];
    },
    trustedProxies: env.trustedProxies,
    webDirectory,
  });
  return { app, identity, publishAll: () => publishAll(publishing) };
}

/** The first signal asks for an orderly end, the second one ends at once. */
function stopOnSignals({ log, shutdown }: Omit<Process, 'env'>): void {
  let asked = false;
  const stop = (signal: NodeJS.Signals) => {
    if (asked) process.exit(1);
    asked = true;
    log.info({ signal }, 'stopping');
    void shutdown.run().then(() => process.exit(0));
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

async function main(): Promise<void> {
  const shutdowns: Shutdown[] = [];
  try {
    const env = readEnvironment(process.env);
    const log = createLog(env.logLevel, pino.destination({ dest: 2, sync: true }));
    const shutdown = createShutdown(log);
    shutdowns.push(shutdown);
    stopOnSignals({ log, shutdown });
    await start({ env, log, shutdown });
  } catch (error) {
    for (const shutdown of shutdowns) await shutdown.run();
    const known = error instanceof ConfigError || error instanceof DatabaseError;
    process.stderr.write(`${known ? error.message : String(error instanceof Error ? error.stack : error)}\n`);
    process.exit(error instanceof ConfigError ? 2 : 1);
  }
}

await main();
