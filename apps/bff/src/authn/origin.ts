import type { IncomingHttpHeaders } from 'node:http';
import { isIPv4 } from 'node:net';

/** What the origin of a request is measured by. */
export interface OriginPolicy {
  /** The origin we are known under; when undefined, the Host that the browser sent. */
  publicOrigin: string | undefined;
  /** We listen on loopback only: then only loopback names are ours, so that DNS rebinding finds nobody. */
  loopbackOnly: boolean;
}

/** Null when it may pass, else why not. `absent`: what a request without Origin gets (scripts send none). */
export function refuseOrigin(
  headers: IncomingHttpHeaders,
  { policy, absent }: { policy: OriginPolicy; absent: 'pass' | 'refuse' },
): string | null {
  const fetchSite = headers['sec-fetch-site'];
  if (fetchSite !== undefined && fetchSite !== 'same-origin' && fetchSite !== 'none')
    return `it came from another site (Sec-Fetch-Site: ${String(fetchSite)})`;
  const { origin } = headers;
  if (origin === undefined)
    return absent === 'pass' || fetchSite === 'same-origin' ? null : 'it names no Origin';
  return isOwnOrigin(origin, headers.host, policy)
    ? null
    : `its Origin ${JSON.stringify(origin)} is not ours`;
}

/** Null when the Host is one of ours, else why not. */
export function refuseHost(host: string | undefined, policy: OriginPolicy): string | null {
  if (!policy.loopbackOnly) return null;
  const name = hostName(host);
  const known = policy.publicOrigin === undefined ? null : new URL(policy.publicOrigin).hostname;
  if (name === null || !(isLoopbackName(name) || name === known))
    return 'this Orrery answers to localhost only; set HOST and ORRERY_PUBLIC_URL to serve it under another name';
  return null;
}

/** Exact comparison of serialised origins: no suffixes, no user part, no default ports, no "null". */
function isOwnOrigin(origin: string, host: string | undefined, policy: OriginPolicy): boolean {
  if (policy.publicOrigin !== undefined) return origin === policy.publicOrigin;
  if (host === undefined || hostName(host) === null) return false;
  return origin === `http://${host.toLowerCase()}` || origin === `https://${host.toLowerCase()}`;
}

/** Name or address of a Host header; null when it is none. */
function hostName(host: string | undefined): string | null {
  if (host === undefined || !/^([a-z0-9._-]+|\[[0-9a-f:.]+\])(:\d{1,5})?$/i.test(host)) return null;
  return host.replace(/:\d{1,5}$/, '').toLowerCase();
}

function isLoopbackName(name: string): boolean {
  if (name === 'localhost' || name.endsWith('.localhost') || name === '[::1]') return true;
  return isIPv4(name) && name.startsWith('127.');
}

/** Is this the address we bind to, so that nobody else can reach us? */
export const isLoopbackBinding = (host: string): boolean => isLoopbackName(host) || host === '::1';
