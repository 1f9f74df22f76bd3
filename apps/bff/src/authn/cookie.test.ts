import { expect, it } from 'vitest';
import { clearedCookieHeader, readCookie, sessionCookieHeader } from './cookie.ts';

it.each([
  ['a=1', '1'],
  ['b=2; a=1', '1'],
  ['a=1; a=2', '1'],
  [' a = 1 ', '1'],
  ['a=x=y==', 'x=y=='],
  ['aa=1', undefined],
  ['=1; a', undefined],
  ['', undefined],
  [undefined, undefined],
])('readCookie(%j) finds %j', (header, expected) => {
  expect(readCookie(header, 'a')).toBe(expected);
});

it('is for the browser only, for this site, and behind TLS for TLS only', () => {
  expect(sessionCookieHeader('t', { secure: false, maxAgeSeconds: 9 })).toBe(
    'orrery_session=t; Path=/; HttpOnly; SameSite=Lax; Max-Age=9',
  );
  expect(clearedCookieHeader(true)).toBe(
    'orrery_session=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0; Secure',
  );
});
