import { connect, createServer, type Server, type Socket } from 'node:net';

/** A wire between a browser and the BFF that can be cut and held, and counts what the browser sends. */
export class CuttingProxy {
  readonly url: string;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #sent = 0;
  #cutAt: number[] = [];
  #holdAt = Number.POSITIVE_INFINITY;
  readonly #held = new Set<Socket>();

  private constructor(server: Server, port: number) {
    this.#server = server;
    this.url = `http://127.0.0.1:${port}`;
  }

  static async to(target: string): Promise<CuttingProxy> {
    const { hostname, port } = new URL(target);
    const server = createServer(near => proxy.#join(near, connect(Number(port), hostname)));
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('The proxy listens on no port');
    const proxy: CuttingProxy = new CuttingProxy(server, address.port);
    return proxy;
  }

  /** Bytes from the browser so far, headers included. */
  get sent(): number {
    return this.#sent;
  }

  /** Cuts all connections each time that so many bytes have been sent. */
  cutAt(...bytes: number[]): void {
    this.#cutAt = bytes.toSorted((a, b) => a - b);
  }

  /** Lets no more than so many bytes through until `release`. */
  holdAt(bytes: number): void {
    this.#holdAt = bytes;
  }

  release(): void {
    this.#holdAt = Number.POSITIVE_INFINITY;
    for (const socket of this.#held) socket.resume();
    this.#held.clear();
  }

  async close(): Promise<void> {
    this.#cut();
    await new Promise(resolve => this.#server.close(resolve));
  }

  #join(near: Socket, far: Socket): void {
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      this.#sockets.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        this.#sockets.delete(one);
        other.destroy();
      });
    }
    far.pipe(near);
    near.on('data', chunk => {
      this.#sent += chunk.length;
      if (this.#cutAt[0] !== undefined && this.#sent >= this.#cutAt[0]) {
        this.#cutAt.shift();
        return this.#cut();
      }
      if (!far.write(chunk)) near.pause();
      if (this.#sent >= this.#holdAt) {
        near.pause();
        this.#held.add(near);
      }
    });
    far.on('drain', () => {
      if (!this.#held.has(near)) near.resume();
    });
  }

  #cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }
}
