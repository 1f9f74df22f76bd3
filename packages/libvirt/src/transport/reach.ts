import type { Duplex } from 'node:stream';
import { ConnectionError } from '../errors.ts';
import type { LibvirtUri } from '../uri.ts';
import type { TransportOptions } from './options.ts';
import { openPipe } from './socket.ts';
import { openSshTunnel } from './ssh.ts';

/** Where something listens, as its own host sees it. */
export type Listener = { address: string; port: number } | { path: string };

const isLoopback = (address: string): boolean => /^(127\.|::1$|localhost$)/.test(address);
const isWildcard = (address: string): boolean => address === '0.0.0.0' || address === '::';

/** The address by which that listener is reached when its daemon is reached by the URI; or why it cannot be. */
function addressFrom(uri: LibvirtUri, address: string): string {
  const host = uri.host ?? '127.0.0.1';
  if (isWildcard(address)) return host;
  if (!isLoopback(address)) return address;
  if (isLoopback(host)) return host;
  throw new ConnectionError(
    'refused',
    'it listens on the loopback of its own host only. Use an ssh URI for that host, or let it listen on an address (vnc_listen in qemu.conf)',
  );
}

/** A pipe to something else on the host of a daemon, on the way that leads to the daemon. */
export async function reach(uri: LibvirtUri, options: TransportOptions, listener: Listener): Promise<Duplex> {
  if (uri.transport === 'ssh') {
    const target = 'path' in listener ? listener : { ...listener, host: tunnelled(listener.address) };
    return openSshTunnel(uri, options, target);
  }
  if ('path' in listener) {
    if (uri.transport === 'unix') return openPipe(listener, listener.path, options);
    throw new ConnectionError('refused', 'it is a socket in the file system of its host. Use an ssh URI');
  }
  const host = addressFrom(uri, listener.address);
  return openPipe({ host, port: listener.port }, `${host}:${listener.port}`, options);
}

/** From the far end itself. */
const tunnelled = (address: string): string => (isWildcard(address) ? '127.0.0.1' : address);
