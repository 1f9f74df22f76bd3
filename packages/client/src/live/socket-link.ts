import { protocolVersion } from '@orrery/contract/realtime/protocol.ts';
import { io } from 'socket.io-client';

export interface SocketOptions {
  /** Such as `https://orrery.example`. Default: the page's own origin. */
  url?: string | undefined;
  /** API token. Without one, the session cookie is used. */
  token?: string | (() => string | undefined) | undefined;
  /** Cookie header for programs without a cookie jar (Node). */
  cookie?: (() => string | undefined) | undefined;
}

export type LinkEvent =
  | 'connect'
  | 'disconnect'
  | 'connect_error'
  | 'hello'
  | 'delta'
  | 'resync'
  | 'heartbeat';

/** The socket, as little of it as is needed. It never reconnects by itself: when to is LiveConnection's decision. */
export interface SocketLink {
  connected: () => boolean;
  connect: () => void;
  close: () => void;
  on: (event: LinkEvent, listener: (message: unknown) => void) => void;
  send: (event: 'unsubscribe', body: unknown) => void;
  /**
   * `answered` is called with the answer, or with undefined when none came. In the very turn in which it arrived: the
   * first delta may be right behind it.
   */
  ask: (body: unknown, timeoutMs: number, answered: (reply: unknown) => void) => void;
}

const connectTimeoutMs = 10_000;

export function openSocket({ url, token, cookie }: SocketOptions): SocketLink {
  const jar = cookie?.();
  const socket = io(url ?? '', {
    path: '/socket.io',
    transports: ['websocket'],
    autoConnect: false,
    reconnection: false,
    forceNew: true,
    timeout: connectTimeoutMs,
    auth: send => {
      const bearer = typeof token === 'function' ? token() : token;
      send({ protocol: protocolVersion, ...(bearer === undefined ? {} : { token: bearer }) });
    },
    // A cookie counts from the server's own pages only: a program that has one speaks as such a page.
    ...(jar === undefined || url === undefined
      ? {}
      : { extraHeaders: { cookie: jar, origin: new URL(url).origin } }),
  });
  return {
    connected: () => socket.connected,
    connect: () => void socket.connect(),
    close: () => void socket.disconnect(),
    on: (event, listener) => void socket.on(event, listener),
    send: (event, body) => void socket.emit(event, body),
    ask: (body, timeoutMs, answered) => {
      socket.timeout(timeoutMs).emit('subscribe', body, (failure: Error | null, reply: unknown) => {
        answered(failure === null ? reply : undefined);
      });
    },
  };
}
