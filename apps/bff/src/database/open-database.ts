import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import { DatabaseError } from './database-error.ts';
import type { DatabaseLog } from './database-log.ts';
import { EmbeddedPostgres } from './embedded/embedded-postgres.ts';
import { migrate, readMigrations } from './migrate.ts';

export interface OpenDatabaseOptions {
  readonly dataDir: string;
  /** A PostgreSQL of one's own; without it the built-in one is started below `dataDir`. */
  readonly databaseUrl?: string | undefined;
  readonly log: DatabaseLog;
}

export interface Database {
  readonly db: NodePgDatabase;
  readonly pool: pg.Pool;
  close(): Promise<void>;
}

const migrationsDirectory = join(import.meta.dirname, 'migrations');
const connectTimeoutMs = 5_000;
/** A server started by the same `compose up` or boot is given this long. */
const outsideServerPatienceMs = 30_000;

/** Opens the database, brought up to date. Whoever opens it closes it: that also stops the built-in server. */
export async function openDatabase({ dataDir, databaseUrl, log }: OpenDatabaseOptions): Promise<Database> {
  if (databaseUrl) {
    return openPool({ connectionString: databaseUrl }, log, async () => undefined);
  }
  const embedded = await EmbeddedPostgres.start({ dataDir, log });
  return openPool(embedded.connection, log, () => embedded.stop());
}

async function openPool(
  connection: pg.PoolConfig,
  log: DatabaseLog,
  stopServer: () => Promise<void>,
): Promise<Database> {
  const pool = new pg.Pool({ ...connection, max: 10, connectionTimeoutMillis: connectTimeoutMs });
  // Idle connections break when the server restarts; the pool replaces them, so this is only worth a line.
  pool.on('error', error => log.warn({ err: error }, 'database connection lost'));
  const close = async () => {
    await pool.end();
    await stopServer();
  };
  try {
    await bringUpToDate(pool, log);
  } catch (error) {
    await close();
    throw error;
  }
  // A hundred modules: loaded while the server comes up, not before it is asked to.
  const { drizzle } = await import('drizzle-orm/node-postgres');
  return { db: drizzle({ client: pool }), pool, close };
}

async function bringUpToDate(pool: pg.Pool, log: DatabaseLog): Promise<void> {
  const client = await connectPatiently(pool, log);
  try {
    const applied = await migrate(client, await readMigrations(migrationsDirectory));
    if (applied.length > 0) log.info({ applied }, 'database migrated');
  } finally {
    client.release();
  }
}

async function connectPatiently(pool: pg.Pool, log: DatabaseLog): Promise<pg.PoolClient> {
  const deadline = performance.now() + outsideServerPatienceMs;
  for (;;) {
    try {
      return await pool.connect();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      if (performance.now() > deadline || isRefusal(error)) {
        throw new DatabaseError(
          'database.unreachable',
          `Cannot connect to the database: ${reason || String(error)}. Check DATABASE_URL and that the server runs.`,
          error,
        );
      }
      log.warn({ reason }, 'database does not answer yet; trying again');
      await delay(1_000);
    }
  }
}

/** The server answered and said no (SQLSTATE 28 wrong user or password, 3D no such database): waiting does not help. */
function isRefusal(error: unknown): boolean {
  return error instanceof pg.DatabaseError && /^(28|3D)/.test(error.code ?? '');
}
