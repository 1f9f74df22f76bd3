export const sessionCookie = 'orrery_session';

/** The first value of a cookie; undefined when there is none. */
export function readCookie(header: string | undefined, name: string): string | undefined {
  for (const pair of header?.split(';') ?? []) {
    const at = pair.indexOf('=');
    if (at > 0 && pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim();
  }
  return undefined;
}

/** Lax, not Strict: a link from a chat to an instance's page should not land on the login. Writes are guarded by CSRF. */
export function sessionCookieHeader(token: string, { secure, maxAgeSeconds }: CookieOptions): string {
  const attributes = ['Path=/', 'HttpOnly', 'SameSite=Lax', `Max-Age=${maxAgeSeconds}`];
  return [`${sessionCookie}=${token}`, ...attributes, ...(secure ? ['Secure'] : [])].join('; ');
}

export interface CookieOptions {
  /** Behind TLS. */
  secure: boolean;
  maxAgeSeconds: number;
}

export const clearedCookieHeader = (secure: boolean): string =>
  sessionCookieHeader('', { secure, maxAgeSeconds: 0 });
