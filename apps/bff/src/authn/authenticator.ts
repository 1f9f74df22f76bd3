import type { IncomingHttpHeaders } from 'node:http';
import type { Authenticated, Authenticator } from './api.ts';
import { readCookie, sessionCookie } from './cookie.ts';
import { loadPrincipal } from './principals.ts';
import { csrfTokenOf } from './secrets.ts';
import { findSession, type SessionsContext } from './sessions.ts';
import { findToken, tokenPrefix } from './tokens.ts';

/** Longer ones are none of ours; they are not even hashed. */
const longestSecret = 100;

/**
 * Asks the database each time, so that what was ended or lowered anywhere holds at once. An Authorization header
 * decides alone: whoever sends one does not mean the cookie.
 */
export function createAuthenticator(context: SessionsContext): Authenticator {
  return {
    authenticate: async headers => {
      const { authorization } = headers;
      if (authorization !== undefined) return byToken(context, authorization);
      return byCookie(context, headers);
    },
  };
}

async function byToken(context: SessionsContext, authorization: string): Promise<Authenticated | null> {
  const [, secret = ''] = /^Bearer +(\S+)$/i.exec(authorization) ?? [];
  if (!secret.startsWith(tokenPrefix) || secret.length > longestSecret) return null;
  const token = await findToken(context, secret);
  if (!token) return null;
  const { id: credential, userId } = token;
  const principal = await loadPrincipal(context.db, { userId, kind: 'token', credential });
  const expiresAt = token.expiresAt?.toISOString() ?? null;
  return principal && { principal, via: 'bearer', csrfToken: null, expiresAt };
}

async function byCookie(
  context: SessionsContext,
  headers: IncomingHttpHeaders,
): Promise<Authenticated | null> {
  const secret = readCookie(headers.cookie, sessionCookie);
  if (secret === undefined || secret === '' || secret.length > longestSecret) return null;
  const session = await findSession(context, secret);
  if (!session) return null;
  const { id: credential, userId } = session;
  const principal = await loadPrincipal(context.db, { userId, kind: 'user', credential });
  const expiresAt = session.expiresAt.toISOString();
  return principal && { principal, via: 'cookie', csrfToken: csrfTokenOf(secret), expiresAt };
}
