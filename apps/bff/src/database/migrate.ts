import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg, { type ClientBase } from 'pg';
import { DatabaseError } from './database-error.ts';

export interface Migration {
  readonly number: number;
  readonly name: string;
  readonly sql: string;
  readonly checksum: string;
}

interface AppliedMigration {
  readonly number: number;
  readonly name: string;
  readonly checksum: string;
}

const fileName = /^(\d{4})_[a-z0-9_]+\.sql$/;
/** Any constant will do, as long as every Orrery uses the same: BFFs that start together migrate one by one. */
const advisoryLock = 5_116_772_901;

/** Numbered SQL files without gaps, in order. */
export async function readMigrations(directory: string): Promise<Migration[]> {
  const names = (await readdir(directory)).filter(name => name.endsWith('.sql')).toSorted();
  return Promise.all(names.map((name, index) => readMigration(directory, name, index + 1)));
}

async function readMigration(directory: string, name: string, expected: number): Promise<Migration> {
  if (Number(fileName.exec(name)?.[1]) !== expected) {
    throw new DatabaseError(
      'migration.bad-file',
      `${name}: expected ${String(expected).padStart(4, '0')}_name.sql. Migrations are numbered from 0001 without gaps or doubles.`,
    );
  }
  const sql = await readFile(join(directory, name), 'utf8');
  return { number: expected, name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
}

/** Applies what is missing, all of it or nothing. Returns the names of what it applied. */
export async function migrate(client: ClientBase, migrations: readonly Migration[]): Promise<string[]> {
  await client.query('begin');
  try {
    await client.query('select pg_advisory_xact_lock($1)', [advisoryLock]);
    const pending = pendingAfter(await readApplied(client), migrations);
    for (const migration of pending) await apply(client, migration);
    await client.query('commit');
    return pending.map(migration => migration.name);
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
}

async function readApplied(client: ClientBase): Promise<AppliedMigration[]> {
  await client.query(`create table if not exists orrery_migration (
    number integer primary key,
    name text not null,
    checksum text not null,
    applied_at timestamptz not null default now()
  )`);
  const result = await client.query<AppliedMigration>(
    'select number, name, checksum from orrery_migration order by number',
  );
  return result.rows;
}

function pendingAfter(
  applied: readonly AppliedMigration[],
  migrations: readonly Migration[],
): readonly Migration[] {
  for (const done of applied) {
    const known = migrations[done.number - 1];
    if (!known) {
      throw new DatabaseError(
        'migration.newer-database',
        `The database was last used by a newer Orrery (it has ${done.name}). Start that version, or restore an older database.`,
      );
    }
    if (known.checksum !== done.checksum) {
      throw new DatabaseError(
        'migration.changed',
        `${known.name} differs from what was applied to this database. ` +
          'Applied migrations are never edited: restore the file and put the change into a new one.',
      );
    }
  }
  return migrations.slice(applied.length);
}

async function apply(client: ClientBase, { number, name, sql, checksum }: Migration): Promise<void> {
  try {
    await client.query(sql);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const place = `${name}${lineOf(sql, error)}`;
    throw new DatabaseError('migration.failed', `${place} failed: ${reason}. Nothing was changed.`, error);
  }
  await client.query('insert into orrery_migration (number, name, checksum) values ($1, $2, $3)', [
    number,
    name,
    checksum,
  ]);
}

/** The server tells the place as a count of characters; an editor wants the line. */
function lineOf(sql: string, error: unknown): string {
  const position = error instanceof pg.DatabaseError ? Number(error.position) : Number.NaN;
  return position > 0 ? `:${sql.slice(0, position).split('\n').length}` : '';
}
