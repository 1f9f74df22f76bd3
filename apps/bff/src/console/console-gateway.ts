import type { IncomingHttpHeaders, IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { consolePath } from '@orrery/contract/console/console.ts';
import type { Resource } from '@orrery/contract/resources/registry.ts';
import type { Store } from '@orrery/inventory/store/store.ts';
import type { Clock } from '@orrery/provider-kit/clock.ts';
import { WebSocketServer } from 'ws';
import type { Authenticated, Authenticator } from '../authn/api.ts';
import type { IdentityBus } from '../identity/bus.ts';
import type { AuditSink } from '../operations/api.ts';
import { ConsoleConnection } from './console-connection.ts';
import type { ConsoleService } from './console-service.ts';

export interface ConsoleGatewayOptions {
  httpServer: Server;
  consoles: ConsoleService;
  authenticator: Authenticator;
  identity: IdentityBus;
  /** Rows whose change can end a right: an instance that goes to another project. */
  store: Pick<Store<Resource>, 'onApplied'>;
  audit: AuditSink;
  clock: Clock;
  /** Null when the handshake may pass, else why not. */
  refuseOrigin: (headers: IncomingHttpHeaders) => string | null;
  /** Address of the caller, as the routes see it: tickets are bound to it. */
  addressOf: (request: IncomingMessage) => string;
}

/** Keystrokes and pasted text; larger pastes come in pieces. */
const largestMessage = 64 * 1024;
const mostConnections = 1_000;

/** The websocket side of consoles: no console without a proven session, an own origin and a ticket. */
export class ConsoleGateway {
  readonly #options: ConsoleGatewayOptions;
  readonly #server = new WebSocketServer({
    noServer: true,
    maxPayload: largestMessage,
    perMessageDeflate: false,
  });
  readonly #connections = new Set<ConsoleConnection>();
  readonly #ends: (() => void)[] = [];

  constructor(options: ConsoleGatewayOptions) {
    this.#options = options;
    const upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      if (pathOf(request) === consolePath) void this.#admit(request, socket, head);
    };
    options.httpServer.on('upgrade', upgrade);
    this.#ends.push(() => options.httpServer.off('upgrade', upgrade));
    this.#ends.push(
      options.identity.on(change => {
        for (const connection of this.#connections) connection.identityChanged(change);
      }),
      options.store.onApplied(({ changed }) => this.#rowsChanged(changed)),
    );
  }

  get connections(): number {
    return this.#connections.size;
  }

  stop(): void {
    for (const end of this.#ends) end();
    for (const connection of [...this.#connections]) connection.cut();
  }

  async #admit(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const { refuseOrigin, authenticator } = this.#options;
    // A peer that goes while we look is no error.
    socket.on('error', () => socket.destroy());
    if (refuseOrigin(request.headers) !== null) return refuse(socket, '403 Forbidden');
    if (this.#connections.size >= mostConnections) return refuse(socket, '503 Service Unavailable');
    const authenticate = () => authenticator.authenticate(request.headers);
    const authenticated = await authenticate().catch(() => null);
    if (authenticated === null) return refuse(socket, '401 Unauthorized');
    const address = this.#options.addressOf(request);
    this.#server.handleUpgrade(request, socket, head, accepted => {
      const connection: ConsoleConnection = new ConsoleConnection(accepted, {
        ...this.#options,
        authenticated,
        authenticate,
        address,
        note: (outcome, detail) => this.#record(authenticated, { outcome, address, ...detail }),
        onClosed: () => this.#connections.delete(connection),
      });
      this.#connections.add(connection);
    });
  }

  #rowsChanged(
    changed: readonly { id: string; before?: Resource | undefined; after?: Resource | undefined }[],
  ): void {
    if (this.#connections.size === 0) return;
    const watched = Map.groupBy(this.#connections, connection => connection.instance ?? '');
    for (const { id, before, after } of changed) {
      if (before?.project === after?.project && after !== undefined) continue;
      for (const connection of watched.get(id) ?? []) void connection.recheck();
    }
  }

  #record(
    { principal }: Authenticated,
    of: { outcome: 'allowed' | 'denied'; address: string; instance: string | null; reason?: string },
  ): void {
    const { outcome, address, instance, reason } = of;
    const entry = { action: 'console', targetKind: 'instance', target: instance, outcome, address } as const;
    const detail = reason === undefined ? {} : { reason };
    // The audit log itself says when it cannot write.
    this.#options.audit
      .record({ ...entry, actor: principal.username, actorId: principal.userId, detail })
      .catch(() => undefined);
  }
}

const pathOf = ({ url = '' }: IncomingMessage) => url.split('?', 1)[0];

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
