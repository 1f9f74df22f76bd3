import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from './open-database.ts';
import { createTestDatabase, type TestDatabase } from './testing/test-database.ts';

const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
let server: TestDatabase;

beforeAll(async () => {
  server = await createTestDatabase();
});
afterAll(() => server.drop());

describe('a database given by its URL', () => {
  it('is opened, queried through drizzle and left running when closed', async () => {
    const first = await openDatabase({ dataDir: '', databaseUrl: server.url, log });
    const result = await first.db.execute<{ answer: number }>(sql`select 6 * 7 as answer`);
    expect(result.rows).toEqual([{ answer: 42 }]);
    await first.close();
    const second = await openDatabase({ dataDir: '', databaseUrl: server.url, log });
    await second.close();
  });

  it('is refused at once, with what to check, when the server does not know it', async () => {
    const databaseUrl = server.url.replace(/test_[0-9a-f]+/, 'not_there');
    await expect(openDatabase({ dataDir: '', databaseUrl, log })).rejects.toMatchObject({
      code: 'database.unreachable',
      message: expect.stringMatching(/not_there.*DATABASE_URL/),
    });
  });
});
