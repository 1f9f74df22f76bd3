import type { z } from 'zod';
import type { credentialsSchema } from '@orrery/contract/http/bodies.ts';
import { eq } from 'drizzle-orm';
import { userTable } from '../database/schema/identity.ts';
import { RequestError } from '../errors/request-error.ts';
import type { Passwords } from '../identity/passwords.ts';
import { usernameKey } from '../identity/users.ts';
import type { LoginLimiter } from './login-limiter.ts';
import { csrfTokenOf } from './secrets.ts';
import type { Authenticated } from './api.ts';
import { loadPrincipal } from './principals.ts';
import { type SessionsContext, startSession } from './sessions.ts';

export interface LoginContext extends SessionsContext {
  passwords: Passwords;
  limiter: LoginLimiter;
}

/** One message for every cause: unknown user, wrong password, disabled account, other identity source. */
const refused = () => new RequestError('session.credentials', 'The user name or password is wrong');

/** Where a user comes from besides local accounts (OIDC) is decided here, by `identitySource`, when there is a second one. */
export async function login(
  context: LoginContext,
  { username, password, address }: z.output<typeof credentialsSchema> & { address: string },
): Promise<Authenticated & { token: string }> {
  const account = usernameKey(username);
  await context.limiter.take({ account, address });
  const [user] = await context.db.select().from(userTable).where(eq(userTable.usernameKey, account));
  const usable = user !== undefined && !user.disabled && user.identitySource === 'local';
  const right = await context.passwords.verify(usable ? user.passwordHash : null, password);
  if (!usable || !right) throw refused();
  await context.limiter.giveBack({ account, address });
  const { token, session } = await startSession(context, user.id);
  const principal = await loadPrincipal(context.db, {
    userId: user.id,
    kind: 'user',
    credential: session.id,
  });
  if (!principal) throw refused();
  const expiresAt = session.expiresAt.toISOString();
  return { principal, via: 'cookie', csrfToken: csrfTokenOf(token), expiresAt, token };
}
