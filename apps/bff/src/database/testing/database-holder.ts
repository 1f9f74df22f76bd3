import { DatabaseError } from '../database-error.ts';
import { openDatabase } from '../open-database.ts';

/**
 * A process that holds a database open, to be killed by tests: `node database-holder.ts <dataDir>`.
 * It prints one JSON line when it has it, or one with the code and message of the failure.
 */
const dataDir = process.argv[2] ?? '';
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };

try {
  const database = await openDatabase({ dataDir, log });
  const result = await database.pool.query<{ started: string }>(
    `select pg_postmaster_start_time()::text as started, current_setting('data_directory') as data,
      trim(both '"' from current_setting('unix_socket_directories')) as socket`,
  );
  process.stdout.write(`${JSON.stringify({ ok: true, ...result.rows[0] })}\n`);
  process.once('SIGTERM', () => void database.close().then(() => process.exit(0)));
  setInterval(() => undefined, 60_000); // stays until told otherwise
} catch (error) {
  const code = error instanceof DatabaseError ? error.code : 'unknown';
  const message = error instanceof Error ? error.message : String(error);
  process.stdout.write(`${JSON.stringify({ ok: false, code, message })}\n`);
}
