import { randomUUID } from 'node:crypto';
import type { Clock } from '@orrery/provider-kit/clock.ts';
import { and, eq, gt, lt, or } from 'drizzle-orm';
import { sessionTable, userTable } from '../database/schema/identity.ts';
import type { Db } from '../identity/context.ts';
import { hashSecret, newSecret } from './secrets.ts';

const hourMs = 3_600_000;
/** ASVS 5.0 V7.3: a session ends after 12 h without use, and after 7 d in any case. */
export const sessionLimits = { idleMs: 12 * hourMs, absoluteMs: 7 * 24 * hourMs } as const;
/** Being seen is written at most this often. */
const touchEveryMs = 60_000;

export interface FoundSession {
  id: string;
  userId: string;
  expiresAt: Date;
}

export interface SessionsContext {
  db: Db;
  clock: Clock;
}

/** A new session for somebody who has just proven who they are. The token is nowhere but in the answer. */
export async function startSession(
  { db, clock }: SessionsContext,
  userId: string,
): Promise<{ token: string; session: FoundSession }> {
  const now = clock.now();
  const token = newSecret();
  const id = randomUUID();
  const expiresAt = new Date(now + sessionLimits.absoluteMs);
  await db.insert(sessionTable).values({
    id,
    tokenHash: hashSecret(token),
    userId,
    createdAt: new Date(now),
    lastSeenAt: new Date(now),
    expiresAt,
  });
  await db
    .update(userTable)
    .set({ lastLoginAt: new Date(now) })
    .where(eq(userTable.id, userId));
  return { token, session: { id, userId, expiresAt } };
}

export async function findSession(
  { db, clock }: SessionsContext,
  token: string,
): Promise<FoundSession | null> {
  const now = clock.now();
  const [row] = await db
    .select()
    .from(sessionTable)
    .where(
      and(
        eq(sessionTable.tokenHash, hashSecret(token)),
        gt(sessionTable.expiresAt, new Date(now)),
        gt(sessionTable.lastSeenAt, new Date(now - sessionLimits.idleMs)),
      ),
    );
  if (!row) return null;
  if (now - row.lastSeenAt.getTime() > touchEveryMs)
    await db
      .update(sessionTable)
      .set({ lastSeenAt: new Date(now) })
      .where(eq(sessionTable.id, row.id));
  return { id: row.id, userId: row.userId, expiresAt: row.expiresAt };
}

export async function endSession({ db }: Pick<SessionsContext, 'db'>, id: string): Promise<void> {
  await db.delete(sessionTable).where(eq(sessionTable.id, id));
}

/** Removes what has run out; returns their ids, because streams may still be open under them. */
export async function removeExpiredSessions({ db, clock }: SessionsContext): Promise<string[]> {
  const now = clock.now();
  const gone = await db
    .delete(sessionTable)
    .where(
      or(
        lt(sessionTable.expiresAt, new Date(now)),
        lt(sessionTable.lastSeenAt, new Date(now - sessionLimits.idleMs)),
      ),
    )
    .returning({ id: sessionTable.id });
  return gone.map(session => session.id);
}
