import { eq } from 'drizzle-orm';
import type { Principal } from '../authz/principal.ts';
import { userTable } from '../database/schema/identity.ts';
import { RequestError } from '../errors/request-error.ts';
import type { IdentityContext } from './context.ts';
import { endOtherSessions } from './user-sessions.ts';

/** Asks for the present password, so that an open screen is not enough; ends all sessions but the one in hand. */
export async function changeOwnPassword(
  { db, passwords, bus }: IdentityContext,
  { principal, current, next }: { principal: Principal; current: string; next: string },
): Promise<void> {
  const { userId, credential } = principal;
  const [user] = await db.select().from(userTable).where(eq(userTable.id, userId));
  if (!(await passwords.verify(user?.passwordHash ?? null, current))) {
    const reasons = [{ field: 'current', message: 'This is not your present password' }];
    throw new RequestError('session.credentials', 'The present password is wrong', { reasons });
  }
  const passwordHash = await passwords.hash(next);
  const ended = await db.transaction(async tx => {
    await tx.update(userTable).set({ passwordHash }).where(eq(userTable.id, userId));
    return endOtherSessions(tx, userId, credential);
  });
  for (const id of ended) bus.emit({ credential: id });
}
