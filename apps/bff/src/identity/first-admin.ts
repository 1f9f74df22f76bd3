import { randomBytes } from 'node:crypto';
import { count } from 'drizzle-orm';
import { userTable } from '../database/schema/identity.ts';
import type { IdentityContext } from './context.ts';
import { createUser } from './users.ts';

export interface FirstAdmin {
  username: string;
  /** Only when it was made up: to be printed once. */
  password: string | undefined;
}

/** On the very first start there is nobody who could log in. Undefined when there are users already. */
export async function ensureFirstAdmin(
  context: IdentityContext,
  given: string | undefined,
): Promise<FirstAdmin | undefined> {
  const [users] = await context.db.select({ count: count() }).from(userTable);
  if ((users?.count ?? 0) > 0) return undefined;
  // 96 bits: 16 characters that can be typed.
  const password = given ?? randomBytes(12).toString('base64url');
  await createUser(context, { username: 'admin', password, displayName: null, role: 'admin' });
  return { username: 'admin', password: given === undefined ? password : undefined };
}
