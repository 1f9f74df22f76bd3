import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { migrate, readMigrations } from './migrate.ts';
import { createTestDatabase, type TestDatabase } from './testing/test-database.ts';

let database: TestDatabase;
let directory: string;
const clients: pg.Client[] = [];

beforeEach(async () => {
  database = await createTestDatabase();
  directory = await mkdtemp(join(tmpdir(), 'orrery-migrations-'));
});

afterEach(async () => {
  await Promise.all(clients.splice(0).map(client => client.end()));
  await database.drop();
  await rm(directory, { recursive: true });
});

async function connectClient(): Promise<pg.Client> {
  const client = new pg.Client(database.url);
  await client.connect();
  clients.push(client);
  return client;
}

const writeMigration = (name: string, sql: string) => writeFile(join(directory, name), sql);

async function migrateOnce(): Promise<string[]> {
  return migrate(await connectClient(), await readMigrations(directory));
}

async function tableExists(name: string): Promise<boolean> {
  const client = await connectClient();
  const result = await client.query('select 1 from pg_tables where tablename = $1', [name]);
  return result.rowCount === 1;
}

describe('migrations', () => {
  it('applies what is missing in order, once', async () => {
    await writeMigration('0001_first.sql', 'create table first (id int); insert into first values (1);');
    expect(await migrateOnce()).toEqual(['0001_first.sql']);
    await writeMigration('0002_second.sql', 'create table second as select id from first;');
    expect(await migrateOnce()).toEqual(['0002_second.sql']);
    expect(await migrateOnce()).toEqual([]);
    expect(await tableExists('second')).toBe(true);
  });

  it('changes nothing when one of several fails, and names it', async () => {
    await writeMigration('0001_first.sql', 'create table first (id int);');
    await writeMigration('0002_broken.sql', '-- a comment\ncreate tabel second (id int);');
    await expect(migrateOnce()).rejects.toMatchObject({
      code: 'migration.failed',
      message: expect.stringContaining('0002_broken.sql:2'),
    });
    expect(await tableExists('first')).toBe(false);
  });

  it('lets processes that start together migrate one after the other', async () => {
    await writeMigration('0001_first.sql', 'create table first (id int); select pg_sleep(0.1);');
    const migrations = await readMigrations(directory);
    const several = await Promise.all([connectClient(), connectClient(), connectClient()]);
    const applied = await Promise.all(several.map(client => migrate(client, migrations)));
    expect(applied.flat()).toEqual(['0001_first.sql']);
  });

  it('refuses a file that was edited after it was applied', async () => {
    await writeMigration('0001_first.sql', 'create table first (id int);');
    await migrateOnce();
    await writeMigration('0001_first.sql', 'create table first (id bigint);');
    await expect(migrateOnce()).rejects.toMatchObject({ code: 'migration.changed' });
  });

  it('refuses a database that a newer version has used', async () => {
    await writeMigration('0001_first.sql', 'create table first (id int);');
    await migrateOnce();
    await rm(join(directory, '0001_first.sql'));
    await expect(migrateOnce()).rejects.toMatchObject({ code: 'migration.newer-database' });
  });

  it.each([['0002_gap.sql'], ['first.sql'], ['0001-dash.sql'], ['00001_long.sql']])(
    'refuses a file named %s as the first one',
    async name => {
      await writeMigration(name, 'select 1;');
      await expect(migrateOnce()).rejects.toMatchObject({
        code: 'migration.bad-file',
        message: expect.stringContaining(name),
      });
    },
  );

  it('refuses two files with one number', async () => {
    await writeMigration('0001_a.sql', 'select 1;');
    await writeMigration('0001_b.sql', 'select 1;');
    await expect(migrateOnce()).rejects.toMatchObject({ code: 'migration.bad-file' });
  });
});
