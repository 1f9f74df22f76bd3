import { spawn } from 'node:child_process';
import { open, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { DatabaseError } from '../database-error.ts';
import type { Binaries } from './binaries.ts';
import type { ClusterLocation } from './cluster-location.ts';
import { lastLines } from './init-cluster.ts';
import { endsWithin, identify, isAlive, type ProcessIdentity, signal } from './process-identity.ts';
import { cleanEnvironment, type RunAs, run } from './run-as.ts';

export interface Cluster {
  readonly binaries: Binaries;
  readonly location: ClusterLocation;
  readonly runAs: RunAs;
  readonly ephemeral: boolean;
}

const readyTimeoutMs = 60_000; // crash recovery after a long outage included
const fastShutdownMs = 30_000;
const immediateShutdownMs = 10_000;
const largestLogBytes = 4 * 1024 * 1024;

const settings = {
  listen_addresses: '',
  unix_socket_permissions: '0700',
  max_connections: '60',
  // Failed statements are answered to the client; the file keeps what only the server knows.
  log_min_messages: 'log',
  log_checkpoints: 'off',
  log_autovacuum_min_duration: '-1',
};
const ephemeralSettings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };

/** The postmaster that runs on this cluster now, if any. */
export async function findPostmaster(cluster: Cluster): Promise<ProcessIdentity | undefined> {
  const pid = Number.parseInt(await readPidFile(cluster), 10);
  const identity = pid > 0 ? await identify(pid) : undefined;
  if (!identity) return undefined;
  // Asked under the database's user: root in a container may not look into other users' processes.
  const check = '[ "/proc/$1/cwd" -ef "$2" ]';
  const same = await run('/bin/sh', ['-c', check, 'sh', String(pid), cluster.location.data], cluster.runAs);
  return same.code === 0 ? identity : undefined;
}

export async function startPostmaster(cluster: Cluster): Promise<ProcessIdentity> {
  await removeStaleFiles(cluster);
  const { location, runAs } = cluster;
  const log = await openLog(location.logFile);
  try {
    const child = spawn(join(cluster.binaries.directory, 'bin', 'postgres'), postgresArguments(cluster), {
      ...runAs,
      cwd: '/',
      env: cleanEnvironment,
      detached: true, // Ctrl-C at the terminal is for us; PostgreSQL is stopped last
      stdio: ['ignore', log.fd, log.fd],
    });
    child.unref();
    const failure = new Promise<never>((_, reject) => child.once('error', reject));
    failure.catch(() => undefined); // listened to below, or never
    const identity = child.pid ? await identify(child.pid) : await failure;
    if (identity) return identity;
  } catch (error) {
    throw new DatabaseError(
      'database.start-failed',
      `PostgreSQL could not be started: ${String(error)}`,
      error,
    );
  } finally {
    await log.close();
  }
  throw await startFailure(cluster);
}

/** True when it answers; false when it has ended before it did. */
export async function becomesReady(cluster: Cluster, postmaster: ProcessIdentity): Promise<boolean> {
  const deadline = performance.now() + readyTimeoutMs;
  while (await isAlive(postmaster)) {
    if (await answers(cluster)) return true;
    if (performance.now() > deadline) {
      throw new DatabaseError(
        'database.start-failed',
        `PostgreSQL (process ${postmaster.pid}) has not answered for ${readyTimeoutMs / 1000} s. See ${cluster.location.logFile}.`,
      );
    }
    await delay(25);
  }
  return false;
}

export async function stopPostmaster(postmaster: ProcessIdentity): Promise<boolean> {
  signal(postmaster, 'SIGINT');
  if (await endsWithin(postmaster, fastShutdownMs)) return true;
  signal(postmaster, 'SIGQUIT');
  return endsWithin(postmaster, immediateShutdownMs);
}

export async function startFailure(cluster: Cluster): Promise<DatabaseError> {
  const text = await readFile(cluster.location.logFile, 'utf8').catch(() => '');
  return new DatabaseError(
    'database.start-failed',
    `PostgreSQL ended at its start: ${lastLines(text) || 'it wrote nothing'}. See ${cluster.location.logFile}.`,
  );
}

function postgresArguments({ location, ephemeral }: Cluster): string[] {
  const all = {
    ...settings,
    ...(ephemeral ? ephemeralSettings : {}),
    unix_socket_directories: `"${location.socketDirectory.replaceAll('"', '""')}"`,
  };
  return ['-D', location.data, ...Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
}

const readPidFile = ({ location }: Cluster) =>
  readFile(join(location.data, 'postmaster.pid'), 'utf8').catch(() => '');

/**
 * Nobody else works on this cluster (we hold its lock) and no postmaster of it is to be seen, so a file left by a
 * crash can go: PostgreSQL itself would refuse if another process has the old id by now, as is usual in containers.
 */
async function removeStaleFiles(cluster: Cluster): Promise<void> {
  if (!(await readPidFile(cluster))) return;
  if (await answers(cluster)) {
    throw new DatabaseError(
      'database.in-use',
      `Another PostgreSQL, out of our sight (another container?), works on ${cluster.location.data}. ` +
        'Give each Orrery its own data directory, or let them share one server through DATABASE_URL.',
    );
  }
  const { data, socketDirectory } = cluster.location;
  for (const file of [join(data, 'postmaster.pid'), join(socketDirectory, '.s.PGSQL.5432.lock')]) {
    await rm(file, { force: true });
  }
}

async function answers({ location }: Cluster): Promise<boolean> {
  const client = new pg.Client({
    host: location.socketDirectory,
    user: 'orrery',
    database: 'postgres',
    connectionTimeoutMillis: 5_000,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.end();
    return true;
  } catch {
    return false;
  }
}

async function openLog(path: string) {
  const size = await stat(path).then(
    found => found.size,
    () => 0,
  );
  if (size > largestLogBytes) await rename(path, `${path}.1`);
  return open(path, 'a', 0o600);
}
