import { randomUUID } from 'node:crypto';
import type { createdTokenSchema, createTokenSchema, tokenSchema } from '@orrery/contract/http/bodies.ts';
import { and, desc, eq, gt, isNull, or } from 'drizzle-orm';
import type { z } from 'zod';
import { apiTokenTable } from '../database/schema/identity.ts';
import { RequestError } from '../errors/request-error.ts';
import { isUuid } from '../identity/uuid.ts';
import { hashSecret, newSecret } from './secrets.ts';
import type { SessionsContext } from './sessions.ts';

type Token = z.output<typeof tokenSchema>;

const dayMs = 86_400_000;
const touchEveryMs = 60_000;
/** More is a script that makes one a run and forgets it. */
const mostPerUser = 100;
/** Lets secret scanners and people recognise one. */
export const tokenPrefix = 'ory_';

export async function createToken(
  { db, clock }: SessionsContext,
  { userId, name, expiresInDays }: z.output<typeof createTokenSchema> & { userId: string },
): Promise<z.output<typeof createdTokenSchema>> {
  const held = await db.$count(apiTokenTable, eq(apiTokenTable.userId, userId));
  if (held >= mostPerUser)
    throw new RequestError('action.refused', `You have ${held} tokens; revoke some that you no longer use`);
  const now = clock.now();
  const token = `${tokenPrefix}${newSecret()}`;
  const row = {
    id: randomUUID(),
    tokenHash: hashSecret(token),
    userId,
    name,
    createdAt: new Date(now),
    expiresAt: expiresInDays === null ? null : new Date(now + expiresInDays * dayMs),
    lastUsedAt: null,
  };
  await db.insert(apiTokenTable).values(row);
  return { ...presentToken(row), token };
}

export async function listTokens({ db }: Pick<SessionsContext, 'db'>, userId: string): Promise<Token[]> {
  const rows = await db
    .select()
    .from(apiTokenTable)
    .where(eq(apiTokenTable.userId, userId))
    .orderBy(desc(apiTokenTable.createdAt));
  return rows.map(presentToken);
}

/** False when the user has no such token. */
export async function deleteToken(
  { db }: Pick<SessionsContext, 'db'>,
  { id, userId }: { id: string; userId: string },
): Promise<boolean> {
  if (!isUuid(id)) return false;
  const gone = await db
    .delete(apiTokenTable)
    .where(and(eq(apiTokenTable.id, id), eq(apiTokenTable.userId, userId)))
    .returning({ id: apiTokenTable.id });
  return gone.length > 0;
}

export async function findToken(
  { db, clock }: SessionsContext,
  token: string,
): Promise<{ id: string; userId: string; expiresAt: Date | null } | null> {
  const now = clock.now();
  const [row] = await db
    .select()
    .from(apiTokenTable)
    .where(
      and(
        eq(apiTokenTable.tokenHash, hashSecret(token)),
        or(isNull(apiTokenTable.expiresAt), gt(apiTokenTable.expiresAt, new Date(now))),
      ),
    );
  if (!row) return null;
  if (now - (row.lastUsedAt?.getTime() ?? 0) > touchEveryMs)
    await db
      .update(apiTokenTable)
      .set({ lastUsedAt: new Date(now) })
      .where(eq(apiTokenTable.id, row.id));
  return { id: row.id, userId: row.userId, expiresAt: row.expiresAt };
}

const presentToken = (row: Omit<typeof apiTokenTable.$inferSelect, 'tokenHash' | 'userId'>): Token => ({
  id: row.id,
  name: row.name,
  createdAt: row.createdAt.toISOString(),
  expiresAt: row.expiresAt?.toISOString() ?? null,
  lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
});
