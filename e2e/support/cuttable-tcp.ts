import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** Stands between a client and one server, whatever they speak, and can be cut: on the same port each time. */
export class CuttableTcp {
  readonly #target: { host: string; port: number };
  #server: Server | null = null;
  readonly #sockets = new Set<Socket>();
  readonly #waiting = new Set<{ for: number; resolve: () => void }>();
  /** Takes everything in and gives nothing on: a server that hangs. */
  stalled = false;
  /** Bytes that clients have sent so far, headers included. */
  sent = 0;
  port = 0;

  constructor(target: { host: string; port: number }) {
    this.#target = target;
  }

  async open(): Promise<void> {
    const server = createServer(client => this.#pass(client));
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(this.port, '127.0.0.1', resolve);
    });
    this.#server = server;
    // A server that listens on TCP has an AddressInfo.
    this.port = (server.address() as AddressInfo).port;
  }

  /** Ends what passes and lets nothing more in. */
  async cut(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    for (const socket of this.#sockets) socket.destroy();
    this.#sockets.clear();
    await new Promise<void>(resolve => (server ? server.close(() => resolve()) : resolve()));
  }

  /** Resolves once clients have sent so many bytes more; never, when they do not. */
  async carried(bytes: number): Promise<void> {
    const until = this.sent + bytes;
    await new Promise<void>(resolve => this.#waiting.add({ for: until, resolve }));
  }

  #pass(client: Socket): void {
    const server = connect(this.#target);
    client.on('data', (piece: Buffer) => this.#count(piece.length));
    for (const [from, to] of [
      [client, server],
      [server, client],
    ] as const) {
      this.#sockets.add(from);
      from.on('error', () => to.destroy());
      from.on('close', () => {
        this.#sockets.delete(from);
        to.destroy();
      });
      from.on('drain', () => to.resume());
      from.on('data', (piece: Buffer) => {
        if (!this.stalled && !to.write(piece)) from.pause();
      });
    }
  }

  #count(bytes: number): void {
    this.sent += bytes;
    for (const waiting of this.#waiting) {
      if (this.sent < waiting.for) continue;
      this.#waiting.delete(waiting);
      waiting.resolve();
    }
  }
}
