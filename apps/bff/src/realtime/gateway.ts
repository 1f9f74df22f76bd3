import type { IncomingHttpHeaders, Server as HttpServer } from 'node:http';
import type { Resource } from '@orrery/contract/resources/registry.ts';
import type { Hello } from '@orrery/contract/realtime/messages.ts';
import { protocolVersion } from '@orrery/contract/realtime/protocol.ts';
import type { LiveQueries } from '@orrery/inventory/live/live-queries.ts';
import { Server } from 'socket.io';
import { Decoder } from 'socket.io-parser';
import type { Authenticated, Authenticator } from '../authn/api.ts';
import type { IdentityBus } from '../identity/bus.ts';
import type { InventoryLog, InventoryService } from '../inventory/inventory-service.ts';
import { iso } from '../inventory/runtime.ts';
import { Beat } from './beat.ts';
import { AnswerEncoder } from './encoded-body.ts';
import { FrameEncoder } from './frame-encoder.ts';
import { type GatewayServer, type GatewaySocket, SocketSession } from './socket-session.ts';

export interface GatewayOptions {
  httpServer: HttpServer;
  inventory: InventoryService;
  live: LiveQueries<Resource>;
  authenticator: Authenticator;
  identity: IdentityBus;
  /** Null when the handshake may pass, else why not. */
  refuseOrigin: (headers: IncomingHttpHeaders) => string | null;
  log: InventoryLog;
}

export const heartbeatSeconds = 5;
/** A subscription is a few kilobytes at most. */
const maxMessageBytes = 32 * 1024;
/** How long a connection may stand without having proven who it is. */
const connectTimeoutMs = 5_000;
/** A dead peer is noticed within their sum. */
const pingIntervalMs = 10_000;
const pingTimeoutMs = 8_000;

/** The socket side of the API (docs/specs/realtime.md). */
export class Gateway {
  readonly #options: GatewayOptions;
  readonly #io: GatewayServer;
  readonly #encoder = new FrameEncoder();
  readonly #sessions = new Set<SocketSession>();
  readonly #stopListening: () => void;
  #cancelHeartbeat: (() => void) | undefined;
  #identityChanges = 0;

  constructor(options: GatewayOptions) {
    this.#options = options;
    this.#io = new Server(options.httpServer, {
      path: '/socket.io',
      parser: { Encoder: AnswerEncoder, Decoder },
      transports: ['websocket'],
      allowUpgrades: false,
      perMessageDeflate: false,
      httpCompression: false,
      serveClient: false,
      maxHttpBufferSize: maxMessageBytes,
      connectTimeout: connectTimeoutMs,
      pingInterval: pingIntervalMs,
      pingTimeout: pingTimeoutMs,
      allowRequest: (request, callback) => callback(null, options.refuseOrigin(request.headers) === null),
    });
    this.#io.use((socket, next) => void this.#admit(socket, next));
    this.#io.on('connection', socket => this.#welcome(socket));
    this.#stopListening = options.identity.on(change => {
      this.#identityChanges++;
      for (const session of this.#sessions) session.identityChanged(change);
    });
    this.#heartbeatLater();
  }

  get connections(): number {
    return this.#sessions.size;
  }

  get sessions(): Iterable<SocketSession> {
    return this.#sessions;
  }

  async stop(): Promise<void> {
    this.#stopListening();
    this.#cancelHeartbeat?.();
    for (const session of [...this.#sessions]) session.cut();
    // The HTTP server is not the gateway's to close.
    this.#io.engine.close();
    await Promise.resolve();
  }

  async #admit(socket: GatewaySocket, next: (error?: Error) => void): Promise<void> {
    const { protocol } = socket.handshake.auth;
    if (protocol !== undefined && protocol !== protocolVersion)
      return next(new Error('protocol.unsupported'));
    try {
      socket.data.changesSeen = this.#identityChanges;
      const authenticated = await this.#authenticate(socket);
      if (authenticated === null) return next(new Error('session.required'));
      socket.data.authenticated = authenticated;
      next();
    } catch (error) {
      this.#options.log('error', 'a socket could not be authenticated', { error });
      next(new Error('internal'));
    }
  }

  /** The cookie of the handshake, or a token given by the client. */
  #authenticate(socket: GatewaySocket): Promise<Authenticated | null> {
    const { headers, auth } = socket.handshake;
    const token: unknown = auth['token'];
    const bearer = typeof token === 'string' ? { authorization: `Bearer ${token}` } : {};
    return this.#options.authenticator.authenticate({ ...headers, ...bearer });
  }

  #welcome(socket: GatewaySocket): void {
    const { inventory, live, log } = this.#options;
    const session = new SocketSession(socket, {
      authenticated: socket.data.authenticated,
      authenticate: () => this.#authenticate(socket),
      live,
      presenter: inventory.presenter,
      encoder: this.#encoder,
      runtime: inventory.runtime,
      log,
      onClosed: () => this.#sessions.delete(session),
    });
    this.#sessions.add(session);
    // Rights changed while they were being looked up: nobody has told this socket.
    if (socket.data.changesSeen !== this.#identityChanges) session.recheck();
    const hello: Hello = {
      protocol: protocolVersion,
      epoch: inventory.store.epoch,
      now: iso(inventory.runtime.now()),
      user: socket.data.authenticated.principal.username,
      heartbeatSeconds,
    };
    socket.emit('hello', hello);
  }

  #heartbeatLater(): void {
    this.#cancelHeartbeat = this.#options.inventory.runtime.after(heartbeatSeconds * 1000, () => {
      this.#heartbeat();
      this.#heartbeatLater();
    });
  }

  #heartbeat(): void {
    const { store, runtime } = this.#options.inventory;
    const general = { now: iso(runtime.now()), oldestAsOf: store.heardFromAll() ?? null };
    const beat = new Beat(general, store.revision);
    for (const session of this.#sessions) session.heartbeat(beat);
  }
}
