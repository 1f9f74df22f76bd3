import type { IncomingHttpHeaders } from 'node:http';
import type { Principal } from '../authz/principal.ts';

/** A proven caller. */
export interface Authenticated {
  principal: Principal;
  /** How it was proven: only the cookie is sent by a browser on its own, so only that needs CSRF and Origin checks. */
  via: 'cookie' | 'bearer';
  /** What X-CSRF-Token must be for changing requests with the cookie; null with a bearer token. */
  csrfToken: string | null;
  /** ISO 8601; null for a token that never expires. */
  expiresAt: string | null;
}

/** Used by REST and by the socket handshake alike. */
export interface Authenticator {
  /** Null when there is no credential, or none that is valid now. Never throws for the caller's sake; stores nothing. */
  authenticate: (headers: IncomingHttpHeaders) => Promise<Authenticated | null>;
}
