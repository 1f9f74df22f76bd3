import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { until } from './until.ts';

export type Target = { path: string } | { host: string; port: number };

/** Stands between a client and one server, whatever they speak, and can be cut: on the same port each time. */
export class TcpProxy {
  readonly #target: Target;
  readonly #listenAt: string;
  readonly #sockets = new Set<Socket>();
  #server: Server | null = null;
  port = 0;

  constructor(target: Target, listenAt = '127.0.0.1') {
    this.#target = target;
    this.#listenAt = listenAt;
  }

  get isOpen(): boolean {
    return this.#server !== null;
  }

  /** Somebody's own connection may have been given the port while it was free here: it ends. */
  async open(): Promise<void> {
    this.#server = await until(`port ${this.port} can be listened on`, () => this.#listen());
    // A server that listens on TCP has an AddressInfo.
    this.port = (this.#server.address() as AddressInfo).port;
  }

  async #listen(): Promise<Server> {
    const server = createServer(client => this.#pass(client));
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(this.port, this.#listenAt, resolve);
    });
    return server;
  }

  /** Ends what passes and lets nothing more in. */
  async cut(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    for (const socket of this.#sockets) socket.destroy();
    this.#sockets.clear();
    await new Promise<void>(resolve => (server ? server.close(() => resolve()) : resolve()));
  }

  /** How what one side says reaches the other. */
  protected carry(from: Socket, to: Socket): void {
    from.pipe(to);
  }

  /** What becomes of the other side when one has gone. */
  protected part(other: Socket): void {
    other.destroy();
  }

  /** Looks at what a client says. A new one for each connection, which may keep what it needs. */
  protected tap(): (piece: Buffer) => void {
    return () => undefined;
  }

  #pass(client: Socket): void {
    const server = connect(this.#target);
    client.on('data', this.tap());
    this.#link(client, server);
    this.#link(server, client);
  }

  #link(from: Socket, to: Socket): void {
    this.#sockets.add(from);
    from.on('error', () => to.destroy());
    from.on('close', () => {
      this.#sockets.delete(from);
      this.part(to);
    });
    this.carry(from, to);
  }
}
