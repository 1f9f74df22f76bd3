import { lookup as systemLookup } from 'node:dns/promises';
import { type IncomingMessage, request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { RequestError } from '../../errors/request-error.ts';
import type { PublicAddresses } from './public-address.ts';

const mostRedirects = 5;
const connectMs = 15_000;

export interface OpenOptions {
  addresses: PublicAddresses;
  signal: AbortSignal;
  headers?: Record<string, string>;
  /** Replaced in tests. */
  lookup?: (host: string) => Promise<readonly { address: string; family: number }[]>;
}

/**
 * Asks an address that a person gave for its bytes. Every hop is checked anew: scheme, name, and each address that the
 * name has now; the connection is then made to exactly the address that was checked (IM-30 to IM-34).
 */
export async function openAddress(given: string, options: OpenOptions): Promise<IncomingMessage> {
  let url = parse(given);
  for (let hops = 0; ; hops++) {
    const answer = await ask(url, options);
    const { statusCode = 0 } = answer;
    if (statusCode === 200 || statusCode === 206) return answer;
    answer.destroy();
    const { location } = answer.headers;
    if (statusCode < 300 || statusCode > 399 || location === undefined)
      throw refused(`the server answered ${statusCode}`);
    if (hops >= mostRedirects) throw refused('it leads from one address to the next without an end');
    const next = parse(location, url);
    if (url.protocol === 'https:' && next.protocol !== 'https:')
      throw refused('it leads from https to an address without encryption');
    url = next;
  }
}

function parse(text: string, base?: URL): URL {
  if (!URL.canParse(text, base)) throw refused('it is no address');
  const url = new URL(text, base);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw refused('only http and https are taken');
  if (url.username !== '' || url.password !== '') throw refused('it has a user name or password in it');
  return url;
}

async function ask(url: URL, options: OpenOptions): Promise<IncomingMessage> {
  const pinned = await resolve(url, options);
  const request = url.protocol === 'https:' ? httpsRequest : httpRequest;
  const lookup: LookupFunction = (_name, { all }, answer) => {
    // The agent asks by name; whatever the name says by now, it gets what was checked.
    if (all === true) answer(null, [pinned]);
    else answer(null, pinned.address, pinned.family);
  };
  const { promise, resolve: answered, reject } = Promise.withResolvers<IncomingMessage>();
  const headers = { 'accept-encoding': 'identity', 'user-agent': 'Orrery', ...options.headers };
  const outgoing = request(url, { lookup, headers, signal: options.signal, agent: false }, answered);
  outgoing.setTimeout(connectMs, () => outgoing.destroy(refused('the server does not answer')));
  outgoing.on('error', error => reject(asRefusal(error)));
  outgoing.end();
  return promise;
}

async function resolve(url: URL, { addresses, lookup = allAddresses }: OpenOptions) {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const literal = isIP(host);
  const found = literal === 0 ? await lookup(host).catch(() => []) : [{ address: host, family: literal }];
  const [first] = found;
  if (first === undefined) throw refused(`the name ${host} is not known`);
  // One bad address among good ones is how names are rebound: the name is not to be trusted at all.
  for (const { address } of found) {
    const why = addresses.refuse(address, host);
    if (why !== null)
      throw refused(
        `${host} leads to where imports may not go: ${why}. An administrator can allow it (images.importFrom)`,
      );
  }
  return first;
}

const allAddresses = (host: string) => systemLookup(host, { all: true, verbatim: true });

function asRefusal(error: unknown): RequestError {
  if (error instanceof RequestError) return error;
  const reason = error instanceof Error && 'code' in error ? String(error.code) : 'it broke off';
  return refused(`it cannot be reached (${reason})`);
}

const refused = (why: string) => new RequestError('import.refused', `The address is refused: ${why}`);
