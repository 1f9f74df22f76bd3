import { type Clock, isoNow } from '@orrery/provider-kit/clock.ts';
import type pg from 'pg';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { NamedKey } from '../config/key-ring.ts';
import { canonicalJson } from './canonical-json.ts';
import { emptyChain, type Head, link, sealHead, type StoredRecord } from './chain.ts';
import type { AuditEntry } from '../operations/api.ts';

export interface AuditContext {
  pool: pg.Pool;
  clock: Clock;
  /** Newest first. */
  keys: readonly NamedKey[];
  log: Pick<Logger, 'error'>;
}

export interface AuditLog {
  /** Resolves when it is on disk. Records that come together are written together, in order. */
  record: (entry: AuditEntry) => Promise<void>;
  /** Where the chain ended when this process wrote last; null when it has not written. */
  lastWritten: () => Head | null;
  /** Waits for what is under way. */
  close: () => Promise<void>;
}

interface Waiting {
  entry: AuditEntry & { at: string };
  done: () => void;
  fail: (error: unknown) => void;
}

/** More in one transaction would only make the first of them wait. */
const largestBatch = 500;

export function createAuditLog(context: AuditContext): AuditLog {
  const waiting: Waiting[] = [];
  let writing: Promise<void> | undefined;
  let last: Head | null = null;
  const drain = async () => {
    while (waiting.length > 0) {
      const batch = waiting.splice(0, largestBatch);
      try {
        last = await append(
          context,
          batch.map(item => item.entry),
        );
        for (const item of batch) item.done();
      } catch (error) {
        context.log.error({ err: error, records: batch.length }, 'audit records could not be written');
        for (const item of batch) item.fail(error);
      }
    }
    writing = undefined;
  };
  return {
    record: entry =>
      new Promise((done, fail) => {
        // Copied, because the caller may go on changing it, and so that one that cannot be written fails alone.
        const copy: AuditEntry = { ...entry, detail: copyOf(entry.detail) };
        waiting.push({ entry: { ...copy, at: isoNow(context.clock) }, done, fail });
        writing ??= drain();
      }),
    lastWritten: () => last,
    close: async () => {
      await writing;
    },
  };
}

function copyOf(detail: AuditEntry['detail']): AuditEntry['detail'] {
  return z.record(z.string(), z.unknown()).parse(JSON.parse(canonicalJson(detail)));
}

async function append({ pool, keys }: AuditContext, entries: Waiting['entry'][]): Promise<Head> {
  const [key] = keys;
  if (!key) throw new Error('There is no key for the audit log');
  const client = await pool.connect();
  try {
    await client.query('begin');
    let head = await lockHead(client);
    const records = entries.map(entry => {
      const record = link(head, entry, key);
      head = record;
      return record;
    });
    await insert(client, records);
    const seal = sealHead(head, key);
    await client.query('update audit_head set sequence = $1, hash = $2, key_id = $3, seal = $4', [
      head.sequence,
      head.hash,
      key.id,
      seal,
    ]);
    await client.query('commit');
    return { sequence: head.sequence, hash: head.hash };
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  } finally {
    client.release();
  }
}

/** One writer at a time, of all processes on this database. */
async function lockHead(client: pg.PoolClient): Promise<Head> {
  await client.query(
    `insert into audit_head ("only", sequence, hash, key_id, seal) values (true, $1, $2, '', '') on conflict do nothing`,
    [emptyChain.sequence, emptyChain.hash],
  );
  const { rows } = await client.query<{ sequence: string; hash: string }>(
    'select sequence, hash from audit_head for update',
  );
  const [row] = rows;
  if (!row) throw new Error('The head of the audit log is missing');
  return { sequence: Number(row.sequence), hash: row.hash };
}

async function insert(client: pg.PoolClient, records: readonly StoredRecord[]): Promise<void> {
  await client.query(
    `insert into audit_record (sequence, body, key_id, hash)
     select * from unnest($1::bigint[], $2::text[], $3::text[], $4::text[])`,
    [
      records.map(record => record.sequence),
      records.map(record => record.body),
      records.map(record => record.keyId),
      records.map(record => record.hash),
    ],
  );
}
