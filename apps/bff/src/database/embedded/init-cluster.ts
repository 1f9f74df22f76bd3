import { readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseError } from '../database-error.ts';
import type { Binaries } from './binaries.ts';
import type { ClusterLocation } from './cluster-location.ts';
import { type RunAs, run } from './run-as.ts';

export interface InitOptions {
  readonly binaries: Binaries;
  readonly location: ClusterLocation;
  readonly runAs: RunAs;
  /** For throw-away databases: do not wait for the disk. */
  readonly ephemeral: boolean;
}

/** Only over the socket, whose folder admits nobody but the database's user (and root): no password to lose. */
const authentication = ['--auth-local=trust', '--auth-host=reject'];

/** PostgreSQL's own C.UTF-8: the same order on every machine, whatever locales the system has. */
const locale = ['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'];

/** Makes the cluster unless there is one. Returns true if it was made. */
export async function ensureInitialised(options: InitOptions): Promise<boolean> {
  const { binaries, location } = options;
  const version = await readFile(join(location.data, 'PG_VERSION'), 'utf8').catch(() => undefined);
  if (version === undefined) {
    await initialise(options);
    return true;
  }
  if (Number(version) !== binaries.majorVersion) {
    throw new DatabaseError(
      'database.wrong-version',
      `The database in ${location.data} was made by PostgreSQL ${version.trim()}; this Orrery carries ${binaries.majorVersion}. ` +
        'Start it with the Orrery version that made it, or run your own PostgreSQL on it and set DATABASE_URL.',
    );
  }
  return false;
}

async function initialise({ binaries, location, runAs, ephemeral }: InitOptions): Promise<void> {
  const partial = `${location.data}.new`; // renamed when complete: a kill half-way leaves no half cluster
  await rm(partial, { recursive: true, force: true });
  const result = await run(
    join(binaries.directory, 'bin', 'initdb'),
    [
      `--pgdata=${partial}`,
      '--username=orrery',
      '--no-instructions',
      ...authentication,
      ...locale,
      ...(ephemeral ? ['--no-sync'] : []),
    ],
    runAs,
  );
  if (result.code !== 0) {
    throw new DatabaseError(
      'database.start-failed',
      `Could not make a new database in ${location.root}: ${lastLines(result.stderr)}`,
    );
  }
  await rename(partial, location.data);
}

export function lastLines(text: string, count = 5): string {
  return text.trim().split('\n').slice(-count).join(' | ');
}
