import type { auditPageSchema } from '@orrery/contract/http/bodies.ts';
import { auditRecordSchema } from '@orrery/contract/http/bodies.ts';
import type pg from 'pg';
import type { z } from 'zod';

export interface AuditQuery {
  /** Only records before this sequence number. */
  before?: number | undefined;
  limit: number;
  /** Words that must all occur somewhere in the record. */
  q: string;
}

/** Newest first. */
export async function listAudit(pool: pg.Pool, query: AuditQuery): Promise<z.output<typeof auditPageSchema>> {
  const words = query.q.split(/\s+/).filter(word => word !== '');
  const { rows } = await pool.query<{ body: string; hash: string }>(
    `select body, hash from audit_record
      where ($1::bigint is null or sequence < $1) and body ilike all ($2::text[])
      order by sequence desc limit $3`,
    [query.before ?? null, words.map(likePattern), query.limit],
  );
  const items = rows.map(row => auditRecordSchema.parse({ ...JSON.parse(row.body), hash: row.hash }));
  return { items, nextBefore: items.length < query.limit ? null : (items.at(-1)?.sequence ?? null) };
}

/** The text itself, wherever it stands: what the pattern language would understand is escaped. */
const likePattern = (word: string) => `%${jsonEscaped(word).replace(/[\\%_]/g, String.raw`\$&`)}%`;

/** As it stands inside the JSON of a record. */
const jsonEscaped = (word: string) => JSON.stringify(word).slice(1, -1);
