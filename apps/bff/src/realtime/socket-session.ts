import type { Resource } from '@orrery/contract/resources/registry.ts';
import type { Resync } from '@orrery/contract/realtime/messages.ts';
import type { LiveQueries } from '@orrery/inventory/live/live-queries.ts';
import type { Server, Socket } from 'socket.io';
import { z } from 'zod';
import type { Authenticated } from '../authn/api.ts';
import { may } from '../authz/principal.ts';
import type { IdentityChange } from '../identity/bus.ts';
import { rightsOf } from '../inventory/live-scope.ts';
import type { InventoryLog } from '../inventory/inventory-service.ts';
import type { Presenter } from '../inventory/presenter.ts';
import type { InventoryRuntime } from '../inventory/runtime.ts';
import { ClientConnection, type ClientTransport } from './client-connection.ts';
import type { FrameEncoder } from './frame-encoder.ts';
import type { Beat } from './beat.ts';
import { type SocketEvent, socketEvents } from './socket-events.ts';
import { TokenBucket } from './token-bucket.ts';

/** Nothing that a client sends can be relied on: neither the body nor that it waits for an answer. */
type Incoming = Record<SocketEvent, (body: unknown, answer?: (reply: unknown) => void) => void>;
type Outgoing = Record<'hello' | 'resync', (message: unknown) => void>;
export interface SocketData {
  authenticated: Authenticated;
  /** How many changes of rights had been seen when it was authenticated. */
  changesSeen: number;
}
export type GatewaySocket = Socket<Incoming, Outgoing, Record<string, never>, SocketData>;
export type GatewayServer = Server<Incoming, Outgoing, Record<string, never>, SocketData>;

export interface SessionOptions {
  authenticated: Authenticated;
  authenticate: () => Promise<Authenticated | null>;
  live: LiveQueries<Resource>;
  presenter: Presenter;
  encoder: FrameEncoder;
  runtime: InventoryRuntime;
  log: InventoryLog;
  onClosed: () => void;
}

/**
 * Messages of any kind. A client is told of 20 subscriptions a second that it is to wait; one that goes on so fast does
 * not listen, and what it is answered would pile up.
 */
const messageLimits = { burst: 1_000, perSecond: 200 };

/** A credential that lives longer is looked at this often anyway (setTimeout takes 24.8 days at most). */
const shortestWaitMs = 1_000;
const longestWaitMs = 24 * 3600 * 1000;

/** One socket: what it sends is checked here, and its rights are watched for as long as it is open. */
export class SocketSession {
  readonly client: ClientConnection;
  readonly #socket: GatewaySocket;
  readonly #options: SessionOptions;
  #cancelExpiry: (() => void) | undefined;
  #closed = false;

  constructor(socket: GatewaySocket, options: SessionOptions) {
    this.#socket = socket;
    this.#options = options;
    const { live, presenter, encoder, runtime, authenticated } = options;
    this.client = new ClientConnection({
      live,
      presenter,
      encoder,
      transport: transportOf(socket),
      principal: authenticated.principal,
      now: () => runtime.now(),
    });
    this.#bind();
    this.#watchExpiry(authenticated.expiresAt);
  }

  /** Looks again whether the credential holds, and for what. */
  recheck(): void {
    void this.#recheck();
  }

  /** Rights of this user, or of this credential, changed. */
  identityChanged({ userId, credential }: IdentityChange): void {
    const { principal } = this.client;
    if (userId !== undefined && userId !== principal.userId) return;
    if (credential !== undefined && credential !== principal.credential) return;
    void this.#recheck();
  }

  /** Events that are listened to. */
  get events(): string[] {
    return this.#socket.eventNames().map(String);
  }

  heartbeat(beat: Beat): void {
    // A client that is behind learns nothing from one more frame in its way.
    if (!this.#socket.conn.transport.writable || this.client.behind) return;
    const { packet, wire } = beat.frame(may(this.client.principal, 'fleet.read'), this.client.standing);
    this.#socket.conn.write(packet, finished(wire));
  }

  cut(): void {
    this.#socket.disconnect(true);
  }

  #bind(): void {
    const { runtime } = this.#options;
    const messages = new TokenBucket(messageLimits, runtime.now());
    this.#socket.use((_message, next) => {
      if (messages.take(runtime.now())) next();
      else this.cut();
    });
    // Both are in socketEvents: the test of this file holds the listeners against the table.
    this.#socket.on('subscribe', (body, answer) => this.#subscribe(body, answer));
    this.#socket.on('unsubscribe', body => this.#unsubscribe(body));
    this.#socket.on('disconnect', () => this.#close());
  }

  #subscribe(body: unknown, reply: ((message: unknown) => void) | undefined): void {
    if (typeof reply !== 'function') return;
    const parsed = socketEvents.subscribe.schema.safeParse(body);
    if (parsed.success) return this.client.subscribe(parsed.data, reply);
    const message = z.prettifyError(parsed.error);
    reply({ type: 'error', code: 'request.invalid', message, diagnostics: [] });
  }

  #unsubscribe(body: unknown): void {
    const parsed = socketEvents.unsubscribe.schema.safeParse(body);
    if (parsed.success) this.client.unsubscribe(parsed.data.query);
  }

  async #recheck(): Promise<void> {
    try {
      const found = await this.#options.authenticate();
      if (this.#closed) return;
      if (found === null) return this.cut();
      this.#watchExpiry(found.expiresAt);
      if (rightsOf(found.principal) !== rightsOf(this.client.principal)) this.client.rescope(found.principal);
    } catch (error) {
      // Who cannot be proven to have the right still, has it no more.
      this.#options.log('error', 'rights of an open socket could not be checked', { error });
      this.cut();
    }
  }

  #watchExpiry(expiresAt: string | null): void {
    this.#cancelExpiry?.();
    this.#cancelExpiry = undefined;
    if (expiresAt === null) return;
    const { runtime } = this.#options;
    const left = Date.parse(expiresAt) - runtime.now();
    const wait = Math.min(Math.max(shortestWaitMs, left), longestWaitMs);
    this.#cancelExpiry = runtime.after(wait, () => void this.#recheck());
  }

  #close(): void {
    this.#closed = true;
    this.#cancelExpiry?.();
    this.client.close();
    this.#options.onClosed();
  }
}

function transportOf(socket: GatewaySocket): ClientTransport {
  let waiting: (() => void)[] = [];
  /** The transport whose next drain is listened for, once for all who wait. */
  let heard: unknown = null;
  const drained = () => {
    const now = waiting;
    waiting = [];
    heard = null;
    for (const proceed of now) proceed();
  };
  return {
    write: ({ packet, wire }, sent) => {
      socket.conn.write(packet, finished(wire), sent);
    },
    resync: (message: Resync) => {
      socket.emit('resync', message);
    },
    onDrain: proceed => {
      waiting.push(proceed);
      const { transport } = socket.conn;
      if (heard === transport) return;
      heard = transport;
      transport.once('drain', drained);
    },
  };
}

/** engine.io writes a finished WebSocket frame as it is (engine.io, transports/websocket.js, `wsPreEncodedFrame`). */
const finished = (wire: readonly Buffer[]) => ({ compress: false, wsPreEncodedFrame: wire });
