import { ConnectionError } from './errors.ts';

export type TransportName = 'unix' | 'tcp' | 'tls' | 'ssh';

/** A libvirt connection URI, taken apart (libvirt.org/uri.html). */
export interface LibvirtUri {
  text: string;
  driver: string;
  transport: TransportName;
  user: string | null;
  host: string | null;
  port: number | null;
  /** Such as /system. */
  path: string;
  params: Readonly<Record<string, string>>;
  /** What the daemon is asked to open: the same without transport and host. */
  remoteName: string;
}

/** Parameters that this client understands, by transport. */
const knownParams: Record<TransportName, readonly string[]> = {
  unix: ['socket', 'name', 'mode'],
  tcp: ['name'],
  tls: ['name', 'pkipath', 'no_verify', 'fingerprint'],
  ssh: [
    'name',
    'socket',
    'keyfile',
    'known_hosts',
    'known_hosts_verify',
    'no_verify',
    'hostkey',
    'netcat',
    'proxy',
  ],
};

const transports: readonly string[] = ['unix', 'tcp', 'tls', 'ssh'];
const isTransport = (name: string): name is TransportName => transports.includes(name);

const bad = (text: string, why: string) =>
  new ConnectionError('uri', `${JSON.stringify(text)} is not a libvirt URI that can be used here: ${why}`);

function readParams(text: string, url: URL, transport: TransportName): Record<string, string> {
  const params: Record<string, string> = {};
  for (const [name, value] of url.searchParams) {
    if (!knownParams[transport].includes(name)) {
      throw bad(
        text,
        `parameter "${name}" is unknown for ${transport}; known are ${knownParams[transport].join(', ')}`,
      );
    }
    params[name] = value;
  }
  return params;
}

export function parseLibvirtUri(text: string): LibvirtUri {
  const match = /^([a-z][a-z0-9]*)(?:\+([^:/]+))?:\/\/(.*)$/i.exec(text);
  if (!match) throw bad(text, 'it must look like qemu:///system or qemu+tls://host/system');
  const [, driver = '', named = '', rest = ''] = match;
  // An own scheme would make URL keep the host as it stands; http gives us its checks of host and port.
  const url = rest.startsWith('/') ? tryUrl(`http://local${rest}`) : tryUrl(`http://${rest}`);
  if (!url) throw bad(text, 'host, port or path is malformed');
  const host = rest.startsWith('/') ? null : url.hostname.replace(/^\[|\]$/g, '');
  const transport = named.toLowerCase() || (host === null ? 'unix' : 'tls');
  if (!isTransport(transport)) throw bad(text, `transport "${named}" is not one of unix, tcp, tls, ssh`);
  if (host === null && transport !== 'unix') throw bad(text, `${transport} needs a host name`);
  if (host !== null && transport === 'unix')
    throw bad(text, 'a unix socket has no host; give its path with ?socket=');
  if (url.password !== '') throw bad(text, 'a password does not belong into a URI');
  const params = readParams(text, url, transport);
  const path = url.pathname;
  if (path !== '/system' && path !== '/session' && params.name === undefined && driver !== 'test') {
    throw bad(text, `the path must be /system or /session, not ${JSON.stringify(path)}`);
  }
  return {
    text,
    driver: driver.toLowerCase(),
    transport,
    user: url.username === '' ? null : decodeURIComponent(url.username),
    host,
    port: portOf(rest),
    path,
    params,
    remoteName: params.name ?? `${driver.toLowerCase()}://${path}`,
  };
}

function tryUrl(text: string): URL | null {
  return URL.canParse(text) ? new URL(text) : null;
}

/** Read from the text: URL hides a port that is http's own. */
function portOf(rest: string): number | null {
  const authority = rest.split(/[/?#]/, 1)[0] ?? '';
  const match = /:(\d+)$/.exec(authority);
  return match ? Number(match[1]) : null;
}

/** Without user, for logs and screens. */
export function displayAddress(uri: LibvirtUri): string {
  if (uri.transport === 'unix') return `unix:${uri.params.socket ?? uri.path}`;
  const host = uri.host?.includes(':') ? `[${uri.host}]` : uri.host;
  return `${uri.transport}://${host}${uri.port === null ? '' : `:${uri.port}`}`;
}
