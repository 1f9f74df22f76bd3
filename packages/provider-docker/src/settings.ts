import type { DockerSettings, Secret } from '@orrery/contract/backends/settings.ts';

export type EngineSettings = DockerSettings['hosts'][number];

/** Where an engine listens, ready for a connection. */
export type Endpoint =
  | { transport: 'unix'; socketPath: string }
  | { transport: 'tcp'; host: string; port: number }
  | { transport: 'tls'; host: string; port: number; ca?: string; cert?: string; key?: string };

/** Registered ports of the engine's API, without and with TLS. */
const plainPort = 2375;
const tlsPort = 2376;

/** Secrets arrive in clear; a reference that was not resolved is a fault of the caller. */
function clear(secret: Secret | undefined): string | undefined {
  if (secret === undefined || typeof secret === 'string') return secret;
  throw new TypeError('A secret was not resolved before the backend was opened');
}

/** Throws a TypeError that says what is wrong with the URL. */
export function endpointOf({ url, tls }: EngineSettings): Endpoint {
  if (url.startsWith('unix://')) {
    const socketPath = url.slice('unix://'.length);
    if (!socketPath.startsWith('/'))
      throw new TypeError(`${url} names no socket; use unix:///var/run/docker.sock`);
    return { transport: 'unix', socketPath };
  }
  const web = url.replace(/^tcp:/, 'http:');
  if (!URL.canParse(web)) throw new TypeError(`${url} is not a URL; use tcp://host:${plainPort}`);
  const { protocol, hostname, port } = new URL(web);
  const host = hostname.replace(/^\[|\]$/g, '');
  if (tls === undefined && protocol !== 'https:')
    return { transport: 'tcp', host, port: Number(port) || plainPort };
  const files = { ca: clear(tls?.ca), cert: clear(tls?.cert), key: clear(tls?.key) };
  return { transport: 'tls', host, port: Number(port) || tlsPort, ...files };
}

/** For people, without credentials; the URL as it stands when it cannot be read. */
export const addressOf = ({ url }: EngineSettings): string => url.replace(/\/\/[^/@]*@/, '//');
