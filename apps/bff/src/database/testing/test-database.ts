import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import pg from 'pg';
import { inject } from 'vitest';
import { z } from 'zod';
import { type Database, openDatabase } from '../open-database.ts';

export interface TestDatabase {
  readonly url: string;
  readonly drop: () => Promise<void>;
}

const answerSchema = z.union([
  z.object({ host: z.string(), user: z.string(), database: z.string() }),
  z.object({ error: z.string() }),
]);

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** An empty database of its own for one test file, on the PostgreSQL that the test run shares. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const server = answerSchema.parse(JSON.parse(await text(connect({ path: inject('testDatabaseServer') }))));
  if ('error' in server) throw new Error(server.error);
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const administer = async (statement: string) => {
    const client = new pg.Client(server);
    await client.connect();
    await client.query(statement);
    await client.end();
  };
  await administer(`create database ${name}`);
  return {
    url: `postgresql://${server.user}@localhost/${name}?host=${encodeURIComponent(server.host)}`,
    drop: () => administer(`drop database ${name} with (force)`),
  };
}

/** The same, opened with all migrations applied; closing it drops it. */
export async function openTestDatabase(): Promise<Database> {
  const { url, drop } = await createTestDatabase();
  const database = await openDatabase({ dataDir: '', databaseUrl: url, log: silent });
  return {
    ...database,
    close: async () => {
      await database.close();
      await drop();
    },
  };
}
