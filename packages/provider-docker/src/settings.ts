import type { DockerSettings, Secret } from '@orrery/contract/backends/settings.ts';

export type EngineSettings = DockerSettings['hosts'][number];

/** Where an engine listens, ready for a connection. */
export type Endpoint =
  | { transport: 'unix'; socketPath: string }
  | { transport: 'tcp'; host: string; port: number }
  | {
      transport: 'ssh';
      host: string;
      port: number;
      username: string;
      /** Of the engine, at the far end. */
      socketPath: string;
      privateKey?: string;
      password?: string;
      /** Fingerprint of the server's key. */
      hostKey?: string;
      /** Path of a known_hosts file. */
      knownHosts?: string;
    }
  | { transport: 'tls'; host: string; port: number; ca?: string; cert?: string; key?: string };

/** Registered ports of the engine's API, without and with TLS. */
const plainPort = 2375;
const tlsPort = 2376;
const sshPort = 22;
const ownSocket = '/var/run/docker.sock';

/** Secrets arrive in clear; a reference that was not resolved is a fault of the caller. */
function clear(secret: Secret | undefined): string | undefined {
  if (secret === undefined || typeof secret === 'string') return secret;
  throw new TypeError('A secret was not resolved before the backend was opened');
}

/** `ssh://user@host:port`, and the path of the engine's socket where it is another. */
function sshEndpoint({ url, ssh = {} }: EngineSettings): Endpoint {
  const { hostname, port, username, pathname } = new URL(url.replace(/^ssh:/, 'http:'));
  return {
    transport: 'ssh',
    host: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port) || sshPort,
    username: decodeURIComponent(username) || 'root',
    socketPath: pathname.length > 1 ? decodeURIComponent(pathname) : ownSocket,
    privateKey: clear(ssh.privateKey),
    password: clear(ssh.password),
    hostKey: ssh.hostKey,
    knownHosts: ssh.knownHosts,
  };
}

/** Throws a TypeError that says what is wrong with the URL. */
export function endpointOf(settings: EngineSettings): Endpoint {
  const { url, tls } = settings;
  if (url.startsWith('unix://')) {
    const socketPath = url.slice('unix://'.length);
    if (!socketPath.startsWith('/'))
      throw new TypeError(`${url} names no socket; use unix:///var/run/docker.sock`);
    return { transport: 'unix', socketPath };
  }
  const web = url.replace(/^(tcp|ssh):/, 'http:');
  if (!URL.canParse(web)) throw new TypeError(`${url} is not a URL; use tcp://host:${plainPort}`);
  if (url.startsWith('ssh://')) return sshEndpoint(settings);
  const { protocol, hostname, port } = new URL(web);
  const host = hostname.replace(/^\[|\]$/g, '');
  if (tls === undefined && protocol !== 'https:')
    return { transport: 'tcp', host, port: Number(port) || plainPort };
  const files = { ca: clear(tls?.ca), cert: clear(tls?.cert), key: clear(tls?.key) };
  return { transport: 'tls', host, port: Number(port) || tlsPort, ...files };
}

/** For people, without credentials; the URL as it stands when it cannot be read. */
export const addressOf = ({ url }: EngineSettings): string => url.replace(/\/\/[^/@]*@/, '//');
