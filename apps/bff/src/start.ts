import type { RequestListener, Server } from 'node:http';
import { join } from 'node:path';
import { pino } from 'pino';
import { ConfigError } from './config/config-error.ts';
import { readConfigFile } from './config/config-file.ts';
import { readEnvironment } from './config/environment.ts';
import { DatabaseError } from './database/database-error.ts';
import { type Database, openDatabase } from './database/open-database.ts';
import { listen, stopListening, urlOf } from './http/listen.ts';
import { starting } from './http/starting.ts';
import type { FirstAdmin } from './identity/first-admin.ts';
import { SnapshotFile } from './inventory/snapshot-file.ts';
import { createLog } from './observability/log.ts';
import { Phases } from './observability/phases.ts';
import { createShutdown, type Shutdown } from './observability/shutdown.ts';
import type { StartTools } from './start-tools.ts';

const stopGraceMs = 5_000;
/** Long enough after the start to be in nobody's way. */
const keepModulesAfterMs = 10_000;
const variables = process.env;

/** What a person at the terminal should read; the log is for machines and goes to stderr. */
const say = (text: string) => process.stdout.write(`${text}\n`);

/**
 * The port answers first. The database, which is a process of its own, and the inventory of the last run come up while
 * the modules that do the work are loaded. Nothing is served before all of it is there.
 */
async function start({ env, log, shutdown, phases }: StartTools): Promise<void> {
  const config = await readConfigFile(env.configFile, variables);
  let listener: RequestListener = starting;
  const server = await listen((request, response) => listener(request, response), env);
  shutdown.add('http', () => stopListening(server, stopGraceMs));
  phases.reached('listening');
  const snapshot = new SnapshotFile(join(env.dataDir, 'inventory.jsonl.gz'));
  snapshot.readAhead();
  const [database, { openGateway, openServices }] = await Promise.all([
    startDatabase({ env, log, shutdown, phases }),
    import('./services.ts').finally(() => phases.reached('modules')),
  ]);
  const services = await openServices({ env, log, shutdown, phases }, { database, config, snapshot });
  openGateway({ shutdown }, server, services);
  listener = services.app;
  phases.reached('ready');
  log.info({ ms: phases.times }, 'started');
  announce(server, services.admin);
}

async function startDatabase({ env, log, shutdown, phases }: StartTools): Promise<Database> {
  const database = await openDatabase({ dataDir: env.dataDir, databaseUrl: env.databaseUrl, log });
  shutdown.add('database', () => database.close());
  phases.reached('database');
  return database;
}

function announce(server: Server, admin: FirstAdmin | undefined): void {
  if (admin?.password !== undefined)
    say(
      `First start: log in as ${admin.username} with the password ${admin.password} (it is shown only now)`,
    );
  say(`Orrery is ready at ${urlOf(server)}`);
}

/** The first signal asks for an orderly end, the second one ends at once. */
function stopOnSignals({ log, shutdown }: Pick<StartTools, 'log' | 'shutdown'>): void {
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

/** Starts the BFF, or ends the process with a reason. `keepModules` is called once all is quiet. */
export async function run(keepModules: () => void): Promise<void> {
  const shutdowns: Shutdown[] = [];
  try {
    const env = readEnvironment(variables);
    const log = createLog(env.logLevel, pino.destination({ dest: 2, sync: true }));
    const shutdown = createShutdown(log);
    shutdowns.push(shutdown);
    stopOnSignals({ log, shutdown });
    await start({ env, log, shutdown, phases: new Phases(() => performance.now()) });
    setTimeout(keepModules, keepModulesAfterMs).unref();
  } catch (error) {
    for (const shutdown of shutdowns) await shutdown.run();
    const known = error instanceof ConfigError || error instanceof DatabaseError;
    process.stderr.write(`${known ? error.message : String(error instanceof Error ? error.stack : error)}\n`);
    process.exit(error instanceof ConfigError ? 2 : 1);
  }
}
