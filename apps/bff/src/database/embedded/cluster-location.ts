import { createHash, randomUUID } from 'node:crypto';
import { chmod, chown, lstat, mkdir, readFile, rmdir, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { DatabaseError } from '../database-error.ts';
import { canEnter, type RunAs } from './run-as.ts';

/** Where one database cluster lives. `root` belongs to the database's user alone; `base` may hold binaries beside it. */
export interface ClusterLocation {
  readonly base: string;
  readonly root: string;
  readonly data: string;
  readonly socketDirectory: string;
  readonly logFile: string;
  readonly ownerFile: string;
}

/** Kept for good, so not /tmp, which is emptied. */
const outsideBases = ['/var/lib/orrery', '/var/tmp/orrery'];

/** sun_path has 108 bytes with its terminating zero (unix(7)); the rest is "/.s.PGSQL.5432" and its ".lock". */
const longestSocketDirectory = 107 - '/.s.PGSQL.5432.lock'.length;

/**
 * The database is inside the data directory when its user can get there; otherwise (root below a 0700 home) outside,
 * and the data directory keeps a pointer to it, so that deleting the data directory means starting afresh.
 */
export async function locateCluster(dataDir: string, runAs: RunAs): Promise<ClusterLocation> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  if (runAs) await letThrough(dataDir, runAs);
  const pointer = join(dataDir, 'postgres-location');
  const remembered = await readFile(pointer, 'utf8').catch(() => undefined);
  if (remembered) return prepare(remembered.trim(), runAs);

  const inside = join(dataDir, 'postgres');
  if (await canEnter(dataDir, runAs)) return prepare(inside, runAs);
  if (await exists(join(inside, 'data', 'PG_VERSION'))) {
    throw new DatabaseError(
      'database.not-reachable-by-user',
      `The database in ${inside} runs as user id ${runAs?.uid}, who may not enter it. ` +
        `Give the folders above it execute permission for others (chmod o+x), or start as their owner.`,
    );
  }
  const outside = join(await outsideBase(runAs), randomUUID());
  const location = await prepare(outside, runAs);
  await writeFile(join(outside, 'belongs-to'), `${dataDir}\n`); // for whoever finds it when the data directory is gone
  await writeFile(pointer, `${outside}\n`, { mode: 0o600 });
  return location;
}

/** The database's group may pass through our directory, not list it; a home given as data directory stays as it is. */
async function letThrough(dataDir: string, { gid }: { gid: number }): Promise<void> {
  const { mode, uid } = await stat(dataDir);
  const isClosed = (mode & 0o077) === 0;
  if (!isClosed || uid !== process.getuid?.() || dataDir === homedir()) return;
  await chown(dataDir, uid, gid);
  await chmod(dataDir, 0o710);
}

async function prepare(root: string, runAs: RunAs): Promise<ClusterLocation> {
  await mkdir(root, { recursive: true, mode: 0o700 });
  if (runAs) await chown(root, runAs.uid, runAs.gid);
  return {
    base: dirname(root),
    root,
    data: join(root, 'data'),
    socketDirectory: await prepareSocketDirectory(root, runAs),
    logFile: join(root, 'postgres.log'),
    ownerFile: join(root, 'owner'),
  };
}

async function outsideBase(runAs: RunAs): Promise<string> {
  for (const base of outsideBases) {
    const made = await mkdir(base, { recursive: true, mode: 0o711 }).then(
      () => true,
      () => false,
    );
    if (made && (await isOurs(base)) && (await canEnter(base, runAs))) return base;
  }
  throw new DatabaseError(
    'database.no-place',
    `User id ${runAs?.uid} can enter neither the data directory nor ${outsideBases.join(' nor ')}. ` +
      'Set ORRERY_DATA_DIR to a folder that other users may pass through, or set DATABASE_URL.',
  );
}

async function prepareSocketDirectory(root: string, runAs: RunAs): Promise<string> {
  const inside = join(root, 'run');
  const directory = Buffer.byteLength(inside) <= longestSocketDirectory ? inside : shortDirectoryFor(root);
  await mkdir(directory, { recursive: true, mode: 0o700 });
  if (directory !== inside && !(await isOurs(directory, runAs))) {
    throw new DatabaseError(
      'database.no-place',
      `${directory}, needed because the path of the data directory is too long for a socket, belongs to somebody else. Remove it.`,
    );
  }
  if (runAs) await chown(directory, runAs.uid, runAs.gid);
  return directory;
}

/** The one thing of ours outside the data directory that is worth nothing while PostgreSQL is down. */
export async function removeShortDirectory({ root, socketDirectory }: ClusterLocation): Promise<void> {
  if (dirname(socketDirectory) === root) return;
  await rmdir(socketDirectory).catch(() => undefined); // not empty if PostgreSQL did not stop
}

function shortDirectoryFor(root: string): string {
  return `/tmp/orrery-${createHash('sha256').update(root).digest('hex').slice(0, 16)}`;
}

/** In a directory that everyone may write to, somebody else could have been there first. */
async function isOurs(directory: string, runAs?: RunAs): Promise<boolean> {
  const found = await lstat(directory);
  return found.isDirectory() && [process.getuid?.(), runAs?.uid].includes(found.uid);
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
