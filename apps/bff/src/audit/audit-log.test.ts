import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { KeyRing } from '../config/key-ring.ts';
import type { Database } from '../database/open-database.ts';
import { openTestDatabase } from '../database/testing/test-database.ts';
import type { AuditEntry } from '../operations/api.ts';
import { type AuditLog, createAuditLog } from './audit-log.ts';
import { hashRecord, sealHead } from './chain.ts';
import { listAudit } from './read.ts';
import { verifyAudit } from './verify.ts';

const keys = new KeyRing([Buffer.alloc(32, 1)]).derive('audit chain');
const clock = { now: () => Date.parse('2026-01-02T03:04:05.678Z'), after: () => () => undefined };

let database: Database;
let audit: AuditLog;
const errors: unknown[] = [];
const log = { error: (fields: unknown) => errors.push(fields) };

beforeAll(async () => {
  database = await openTestDatabase();
  // The trigger keeps honest mistakes away; whoever owns the database can drop it, and that is who is tested here.
  await database.pool.query('alter table audit_record disable trigger all');
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.pool.query('delete from audit_record');
  await database.pool.query('delete from audit_head');
  audit = createAuditLog({ pool: database.pool, clock, keys, log });
});

const entry = (more: Partial<AuditEntry> = {}): AuditEntry => ({
  actor: 'ada',
  actorId: 'u1',
  action: 'login',
  outcome: 'succeeded',
  targetKind: null,
  target: null,
  address: '127.0.0.1',
  detail: {},
  ...more,
});

const verify = (with_: Partial<Parameters<typeof verifyAudit>[0]> = {}) =>
  verifyAudit({ pool: database.pool, keys, lastWritten: null, ...with_ });

async function fill(records: number): Promise<void> {
  await Promise.all(
    Array.from({ length: records }, (_, i) => audit.record(entry({ action: `action ${i + 1}` }))),
  );
}

describe('recording', () => {
  it('numbers records in the order in which they came, also of two writers at once', async () => {
    const other = createAuditLog({ pool: database.pool, clock, keys, log });
    const both = Array.from({ length: 40 }, (_, i) =>
      (i % 2 ? audit : other).record(entry({ target: String(i) })),
    );
    await Promise.all(both);
    const { items } = await listAudit(database.pool, { limit: 100, q: '' });
    expect(items.map(item => item.sequence)).toEqual(Array.from({ length: 40 }, (_, i) => 40 - i));
    const odd = items.map(item => Number(item.target)).filter(target => target % 2 === 1);
    expect(odd).toEqual(odd.toSorted((a, b) => b - a));
    expect(await verify()).toEqual({ ok: true, records: 40, firstBroken: null });
  });

  it('keeps texts that a guest may choose as they are', async () => {
    const strange = {
      nul: 'a\u0000b',
      lone: '\ud800',
      quote: `'"\\`,
      big: 1e21,
      minus: -0,
      nested: { b: [1], a: null },
    };
    await audit.record(entry({ detail: strange }));
    const { items } = await listAudit(database.pool, { limit: 1, q: '' });
    expect(items[0]?.detail).toEqual({ ...strange, minus: 0 });
    expect((await verify()).ok).toBe(true);
  });

  it('fails alone where it cannot be written', async () => {
    const loop: Record<string, unknown> = {};
    loop['self'] = loop;
    const [first, second, third] = await Promise.allSettled([
      audit.record(entry()),
      audit.record(entry({ detail: loop })),
      audit.record(entry()),
    ]);
    expect([first?.status, second?.status, third?.status]).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await verify()).toMatchObject({ ok: true, records: 2 });
  });

  it('tells whoever recorded when the database is gone, and goes on when it is back', async () => {
    await database.pool.query('alter table audit_record rename to elsewhere');
    await expect(audit.record(entry())).rejects.toThrow('audit_record');
    expect(errors).toHaveLength(1);
    await database.pool.query('alter table elsewhere rename to audit_record');
    await audit.record(entry());
    expect(await verify()).toMatchObject({ ok: true, records: 1 });
  });

  it('refuses changes by mistake', async () => {
    await fill(2);
    await database.pool.query('alter table audit_record enable trigger all');
    for (const statement of [
      'update audit_record set body = body',
      'delete from audit_record',
      'truncate audit_record',
    ])
      await expect(database.pool.query(statement), statement).rejects.toThrow('never changed');
    await database.pool.query('alter table audit_record disable trigger all');
  });
});

describe('listing', () => {
  it('pages backwards and finds words anywhere, taking them as they are', async () => {
    await fill(5);
    await audit.record(entry({ target: '100%_sure', actor: 'bob' }));
    const first = await listAudit(database.pool, { limit: 4, q: '' });
    expect(first.items.map(item => item.sequence)).toEqual([6, 5, 4, 3]);
    expect(first.nextBefore).toBe(3);
    const rest = await listAudit(database.pool, { limit: 4, q: '', before: 3 });
    expect(rest.items.map(item => item.sequence)).toEqual([2, 1]);
    expect(rest.nextBefore).toBeNull();
    const found = async (q: string) =>
      (await listAudit(database.pool, { limit: 9, q })).items.map(i => i.sequence);
    expect(await found('BOB 100%')).toEqual([6]);
    expect(await found('100%_sure')).toEqual([6]);
    expect(await found('1__%')).toEqual([]);
    expect(await found('"')).toEqual([]);
  });
});

describe('tampering', () => {
  const records = 12;
  beforeEach(() => fill(records));
  const run = (statement: string, values: unknown[] = []) => database.pool.query(statement, values);
  const every = Array.from({ length: records }, (_, i) => i + 1);

  it('is not seen where there is none', async () => {
    expect(await verify({ lastWritten: audit.lastWritten() })).toEqual({
      ok: true,
      records,
      firstBroken: null,
    });
  });

  it.each(every)('an edit of record %i', async sequence => {
    await run(`update audit_record set body = replace(body, 'ada', 'eve') where sequence = $1`, [sequence]);
    expect(await verify()).toMatchObject({ ok: false, firstBroken: sequence });
  });

  it.each(every)('a dropped record %i', async sequence => {
    await run('delete from audit_record where sequence = $1', [sequence]);
    expect(await verify()).toMatchObject({ ok: false, firstBroken: sequence });
  });

  it.each(every)('everything from record %i on cut off', async sequence => {
    await run('delete from audit_record where sequence >= $1', [sequence]);
    expect(await verify()).toMatchObject({ ok: false, firstBroken: sequence });
  });

  it('the end cut off with the head moved back, by somebody without the key', async () => {
    await run('delete from audit_record where sequence > 7');
    await run(
      'update audit_head set sequence = 7, hash = (select hash from audit_record where sequence = 7)',
    );
    expect(await verify()).toMatchObject({ ok: false, firstBroken: 8 });
  });

  it('all of it wiped, head included, while we run', async () => {
    const lastWritten = audit.lastWritten();
    await run('delete from audit_record');
    await run('delete from audit_head');
    expect(await verify({ lastWritten })).toMatchObject({ ok: false, firstBroken: 1 });
  });

  it('an older state of the whole database put back while we run', async () => {
    await run('create table before as select * from audit_head');
    await audit.record(entry());
    const lastWritten = audit.lastWritten();
    await run('delete from audit_record where sequence > $1', [records]);
    await run('delete from audit_head');
    await run('insert into audit_head select * from before');
    await run('drop table before');
    expect((await verify()).ok).toBe(true);
    expect(await verify({ lastWritten })).toMatchObject({ ok: false, firstBroken: records + 1 });
  });

  it.each(every.slice(1))('record %i swapped with the one before', async sequence => {
    await run(
      `update audit_record set sequence = case when sequence = $1::bigint then -1 else -2 end where sequence in ($1::bigint, $1::bigint - 1)`,
      [sequence],
    );
    await run(
      'update audit_record set sequence = case when sequence = -1 then $1::bigint - 1 else $1::bigint end where sequence < 0',
      [sequence],
    );
    expect(await verify()).toMatchObject({ ok: false, firstBroken: sequence - 1 });
  });

  it('a record written in between, and one copied', async () => {
    await run(`insert into audit_record select 13, body, key_id, hash from audit_record where sequence = 12`);
    expect(await verify()).toMatchObject({ ok: false, firstBroken: 13 });
  });

  it('a chain made anew with a key that is not ours', async () => {
    const key = { id: keys[0]?.id ?? '', key: Buffer.alloc(32, 9) };
    let before = '0'.repeat(64);
    for (const sequence of every) {
      const { rows } = await database.pool.query<{ body: string }>(
        'select body from audit_record where sequence = $1',
        [sequence],
      );
      before = hashRecord(before, rows[0]?.body ?? '', key);
      await run('update audit_record set hash = $1 where sequence = $2', [before, sequence]);
    }
    await run('update audit_head set hash = $1, seal = $2', [
      before,
      sealHead({ sequence: 12, hash: before }, key),
    ]);
    expect(await verify()).toMatchObject({ ok: false, firstBroken: 1 });
  });

  it('a body that is no JSON, with a hash that fits nothing', async () => {
    await run(`update audit_record set body = '{' where sequence = 3`);
    expect(await verify()).toMatchObject({ ok: false, firstBroken: 3 });
  });
});

describe('another key', () => {
  it('goes on where the last one ended, as long as that one is kept', async () => {
    await fill(3);
    const old = Buffer.alloc(32, 1);
    const rotated = new KeyRing([Buffer.alloc(32, 2), old]).derive('audit chain');
    await createAuditLog({ pool: database.pool, clock, keys: rotated, log }).record(entry());
    expect(await verify({ keys: rotated })).toMatchObject({ ok: true, records: 4 });
    expect(await verify({ keys: rotated.slice(0, 1) })).toMatchObject({ ok: false, firstBroken: 1 });
  });
});
