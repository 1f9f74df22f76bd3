import type { auditVerifySchema } from '@orrery/contract/http/bodies.ts';
import type pg from 'pg';
import type { z } from 'zod';
import type { NamedKey } from '../config/key-ring.ts';
import { sameText } from '../authn/secrets.ts';
import { emptyChain, type Head, hashRecord, sealHead, type StoredRecord } from './chain.ts';

type Verdict = z.output<typeof auditVerifySchema>;

const pageSize = 2_000;

export interface VerifyContext {
  pool: pg.Pool;
  keys: readonly NamedKey[];
  /** The end of the chain as this process knows it: finds a database that was put back while we ran. */
  lastWritten: Head | null;
}

/** Walks the chain in pages, on one view of the database, and gives the event loop its turn between them. */
export async function verifyAudit({ pool, keys, lastWritten }: VerifyContext): Promise<Verdict> {
  const client = await pool.connect();
  try {
    await client.query('begin isolation level repeatable read read only');
    const head = await readHead(client);
    const walked = await walk(client, keys);
    if (walked.broken !== null)
      return { ok: false, records: walked.end.sequence, firstBroken: walked.broken };
    const ends = endsHere(walked.end, { head, keys }) && !isBehind(walked.end, lastWritten);
    // Where the end is missing, the first record that is not there is the broken one.
    return { ok: ends, records: walked.end.sequence, firstBroken: ends ? null : walked.end.sequence + 1 };
  } finally {
    await client.query('rollback').catch(() => undefined);
    client.release();
  }
}

type StoredHead = Head & { keyId: string; seal: string };

async function readHead(client: pg.PoolClient): Promise<StoredHead | null> {
  const { rows } = await client.query<{ sequence: string; hash: string; key_id: string; seal: string }>(
    'select sequence, hash, key_id, seal from audit_head',
  );
  const [row] = rows;
  if (!row) return null;
  return { sequence: Number(row.sequence), hash: row.hash, keyId: row.key_id, seal: row.seal };
}

async function walk(
  client: pg.PoolClient,
  keys: readonly NamedKey[],
): Promise<{ end: Head; broken: number | null }> {
  let end = emptyChain;
  for (;;) {
    const { rows } = await client.query<{ sequence: string; body: string; key_id: string; hash: string }>(
      'select sequence, body, key_id, hash from audit_record where sequence > $1 order by sequence limit $2',
      [end.sequence, pageSize],
    );
    for (const row of rows) {
      const record = { sequence: Number(row.sequence), body: row.body, keyId: row.key_id, hash: row.hash };
      if (!follows(end, record, keys)) return { end, broken: end.sequence + 1 };
      end = { sequence: record.sequence, hash: record.hash };
    }
    if (rows.length < pageSize) return { end, broken: null };
  }
}

function follows(end: Head, record: StoredRecord, keys: readonly NamedKey[]): boolean {
  const key = keys.find(candidate => candidate.id === record.keyId);
  if (!key || record.sequence !== end.sequence + 1) return false;
  // The number outside must be the one that was hashed.
  if (bodySequence(record.body) !== record.sequence) return false;
  return sameText(hashRecord(end.hash, record.body, key), record.hash);
}

function bodySequence(body: string): unknown {
  try {
    const parsed: unknown = JSON.parse(body);
    return typeof parsed === 'object' && parsed !== null && 'sequence' in parsed
      ? parsed.sequence
      : undefined;
  } catch {
    return undefined;
  }
}

function endsHere(
  end: Head,
  { head, keys }: { head: StoredHead | null; keys: readonly NamedKey[] },
): boolean {
  if (!head || head.sequence !== end.sequence || head.hash !== end.hash)
    return head === null && end.sequence === 0;
  if (end.sequence === 0) return true;
  const key = keys.find(candidate => candidate.id === head.keyId);
  return key !== undefined && sameText(sealHead(end, key), head.seal);
}

/** The chain has not reached what we wrote, or has something else in its place when it ends there. */
function isBehind(end: Head, lastWritten: Head | null): boolean {
  if (!lastWritten) return false;
  return (
    end.sequence < lastWritten.sequence ||
    (end.sequence === lastWritten.sequence && end.hash !== lastWritten.hash)
  );
}
