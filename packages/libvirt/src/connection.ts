import type { Duplex } from 'node:stream';
import { authenticate } from './authenticate.ts';
import type { Clock } from './clock.ts';
import { ConnectionError } from './errors.ts';
import { EventDispatcher } from './events/dispatcher.ts';
import { type DomainEventBody, type DomainEventName, domainEvents } from './events/domain-events.ts';
import { type OtherEventBody, type OtherEventName, otherEvents } from './events/other-events.ts';
import * as connect from './procedures/connect.ts';
import * as registration from './procedures/event-registration.ts';
import { connectFlags } from './procedures/flags.ts';
import type { KeepaliveOptions } from './rpc/keepalive.ts';
import type { CallOptions, Caller, Procedure } from './rpc/procedure.ts';
import { RpcSession } from './rpc/session.ts';
import type { RpcStream } from './rpc/stream.ts';
import { openTransport } from './transport/open.ts';
import type { TransportOptions } from './transport/options.ts';
import { type LibvirtUri, displayAddress, parseLibvirtUri } from './uri.ts';

export interface ConnectOptions extends TransportOptions {
  clock?: Clock;
  keepalive?: KeepaliveOptions;
  maxCalls?: number;
  /** Milliseconds for each call of the greeting (authentication, open). */
  greetingDeadlineMs?: number;
  /** For calls that name no deadline of their own; none without it. */
  defaultDeadlineMs?: number;
  /** A listener of an event threw. Without this it becomes a process warning. */
  onListenerError?: (error: unknown) => void;
}

const defaultGreetingDeadlineMs = 10_000;

/** An open and authenticated connection to one libvirt daemon. */
export class Connection implements Caller {
  readonly uri: LibvirtUri;
  readonly #session: RpcSession;
  readonly #events: EventDispatcher;
  readonly #defaultDeadlineMs: number | undefined;

  private constructor(uri: LibvirtUri, socket: Duplex, options: ConnectOptions) {
    this.uri = uri;
    this.#defaultDeadlineMs = options.defaultDeadlineMs;
    this.#events = new EventDispatcher(
      options.onListenerError ?? (error => process.emitWarning(String(error))),
    );
    this.#session = new RpcSession(socket, {
      ...options,
      onMessage: (program, procedure, payload) => this.#events.receive(program, procedure, payload),
    });
  }

  static async open(uri: string | LibvirtUri, options: ConnectOptions = {}): Promise<Connection> {
    const parsed = typeof uri === 'string' ? parseLibvirtUri(uri) : uri;
    const socket = await openTransport(parsed, options);
    return Connection.over(socket, parsed, options);
  }

  /** Over a pipe that is already open. */
  static async over(socket: Duplex, uri: LibvirtUri, options: ConnectOptions = {}): Promise<Connection> {
    const connection = new Connection(uri, socket, options);
    try {
      await connection.#greet(options);
      return connection;
    } catch (error) {
      connection.close();
      throw error;
    }
  }

  async #greet(options: ConnectOptions): Promise<void> {
    const limits = {
      signal: options.signal,
      deadlineMs: options.greetingDeadlineMs ?? defaultGreetingDeadlineMs,
    };
    await authenticate(this, displayAddress(this.uri), limits);
    const flags = options.readOnly ? connectFlags.readOnly : 0;
    await this.call(connect.open, { name: this.uri.remoteName, flags }, limits);
    const pings = await this.call(connect.supportsFeature, { feature: connect.featureKeepalive }, limits);
    if (pings) this.#session.startKeepalive();
  }

  get closed(): boolean {
    return this.#session.closed;
  }

  /** Round trip of the last answered call, milliseconds. */
  get latencyMs(): number | null {
    return this.#session.latencyMs;
  }

  call<A, R>(procedure: Procedure<A, R>, args: A, options: CallOptions = {}): Promise<R> {
    return this.#session.call(procedure, args, this.#withDeadline(options));
  }

  openStream<A, R>(procedure: Procedure<A, R>, args: A, options: CallOptions = {}): Promise<RpcStream> {
    return this.#session.openStream(procedure, args, this.#withDeadline(options));
  }

  #withDeadline(options: CallOptions): CallOptions {
    return { ...options, deadlineMs: options.deadlineMs ?? this.#defaultDeadlineMs };
  }

  /** Called once with the reason, at once if it is closed already. */
  onClose(listener: (reason: ConnectionError) => void): () => void {
    return this.#session.onClose(listener);
  }

  /** Events of all domains. Returns the end of the registration. */
  async onDomainEvent<N extends DomainEventName>(
    name: N,
    listener: (body: DomainEventBody<N>) => void,
    options: CallOptions = {},
  ): Promise<() => Promise<void>> {
    const args = { event: domainEvents[name].id, domain: null };
    const callback = await this.call(registration.registerDomainEvent, args, options);
    // The dispatcher reads each message with the codec of its own name, so the body is of this name's type.
    const remove = this.#events.add(name, callback, body => listener(body as DomainEventBody<N>));
    return async () => {
      remove();
      await this.call(registration.deregisterDomainEvent, { callback }, options);
    };
  }

  /** Events of all networks, storage pools or node devices. */
  async onOtherEvent<N extends OtherEventName>(
    name: N,
    listener: (body: OtherEventBody<N>) => void,
    options: CallOptions = {},
  ): Promise<void> {
    const callback = await this.#registerOther(name, options);
    // As above: the message of this name was read with this name's codec.
    this.#events.add(name, callback, body => listener(body as OtherEventBody<N>));
  }

  #registerOther(name: OtherEventName, options: CallOptions): Promise<number> {
    const { family, id: event } = otherEvents[name];
    if (family === 'network')
      return this.call(registration.registerNetworkEvent, { event, network: null }, options);
    if (family === 'pool') return this.call(registration.registerPoolEvent, { event, pool: null }, options);
    return this.call(registration.registerDeviceEvent, { event, device: null }, options);
  }

  close(): void {
    this.#session.close();
  }
}
