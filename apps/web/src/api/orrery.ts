import { OrreryClient } from '@orrery/client/orrery-client.ts';

declare global {
  /** The session, asked for by public/appearance.js before this application was loaded. */
  var __orrerySession: Promise<Response> | undefined;
}

const SESSION = '/api/v1/session';

/** Hands over the answer that is on its way already, once. */
const fetchOnce: typeof fetch = (input, init) => {
  const early = globalThis.__orrerySession;
  if (!early || input !== SESSION || init?.method !== 'GET') return fetch(input, init);
  globalThis.__orrerySession = undefined;
  return early;
};

/** The one way to the API: same origin, session cookie. */
export const orrery = new OrreryClient({ fetch: fetchOnce });
