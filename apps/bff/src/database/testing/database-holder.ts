import pg from 'pg';
import { DatabaseError } from '../database-error.ts';
import { EmbeddedPostgres } from '../embedded/embedded-postgres.ts';

/**
 * A process that holds the built-in database, to be killed by tests: `node database-holder.ts <dataDir>`.
 * It prints one JSON line when it has it, or one with the code and message of the failure.
 */
const dataDir = process.argv[2] ?? '';
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };

interface Settings {
  readonly started: string;
  readonly data: string;
  readonly socket: string;
}

async function readSettings(connection: EmbeddedPostgres['connection']): Promise<Settings | undefined> {
  const client = new pg.Client(connection);
  await client.connect();
  const result = await client.query<Settings>(
    `select pg_postmaster_start_time()::text as started, current_setting('data_directory') as data,
      trim(both '"' from current_setting('unix_socket_directories')) as socket`,
  );
  await client.end();
  return result.rows[0];
}

try {
  const postgres = await EmbeddedPostgres.start({ dataDir, log });
  const settings = await readSettings(postgres.connection);
  // Before the line that tells the test to go on.
  process.once('SIGTERM', () => void postgres.stop().then(() => process.exit(0)));
  process.stdout.write(`${JSON.stringify({ ok: true, ...settings })}\n`);
  setInterval(() => undefined, 60_000); // stays until told otherwise
} catch (error) {
  const code = error instanceof DatabaseError ? error.code : 'unknown';
  const message = error instanceof Error ? error.message : String(error);
  process.stdout.write(`${JSON.stringify({ ok: false, code, message })}\n`);
}
