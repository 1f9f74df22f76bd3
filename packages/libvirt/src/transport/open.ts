import type { Duplex } from 'node:stream';
import type { LibvirtUri, TransportName } from '../uri.ts';
import type { TransportOptions } from './options.ts';
import { openTcp, openUnix } from './socket.ts';
import { openSsh } from './ssh.ts';
import { openTls } from './tls.ts';

const openers: Record<TransportName, (uri: LibvirtUri, options: TransportOptions) => Promise<Duplex>> = {
  unix: openUnix,
  tcp: openTcp,
  tls: openTls,
  ssh: openSsh,
};

/** Opens the byte pipe that a URI names. */
export const openTransport = (uri: LibvirtUri, options: TransportOptions): Promise<Duplex> =>
  openers[uri.transport](uri, options);
