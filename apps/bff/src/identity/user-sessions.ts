import { and, eq, ne } from 'drizzle-orm';
import { sessionTable } from '../database/schema/identity.ts';
import type { Queries } from './context.ts';

export async function endAllSessions(db: Queries, userId: string): Promise<void> {
  await db.delete(sessionTable).where(eq(sessionTable.userId, userId));
}

/** Ends all sessions but the one in hand; returns their ids. */
export async function endOtherSessions(db: Queries, userId: string, kept: string): Promise<string[]> {
  const ended = await db
    .delete(sessionTable)
    .where(and(eq(sessionTable.userId, userId), ne(sessionTable.id, kept)))
    .returning({ id: sessionTable.id });
  return ended.map(session => session.id);
}
