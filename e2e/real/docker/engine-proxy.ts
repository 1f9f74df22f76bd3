import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

export type Target = { path: string } | { host: string; port: number };

const request = /(?:GET|POST|PUT|DELETE) \/\S+ HTTP\/1\.1/g;
const figures = /GET \/containers\/\w+\/stats/;

/** Stands between Orrery and one engine: notes the calls that pass in clear, and can be cut. */
export class EngineProxy {
  readonly #target: Target;
  #server: Server | null = null;
  readonly #sockets = new Set<Socket>();
  port = 0;
  /** First lines of the requests so far. */
  requests: string[] = [];

  constructor(target: Target) {
    this.#target = target;
  }

  /** Calls for the figures of one container. */
  get calls(): number {
    return this.requests.filter(line => figures.test(line)).length;
  }

  /** On the same port each time. */
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

  #pass(client: Socket): void {
    const engine = connect(this.#target);
    for (const [from, to] of [
      [client, engine],
      [engine, client],
    ] as const) {
      this.#sockets.add(from);
      from.on('error', () => to.destroy());
      from.on('close', () => {
        this.#sockets.delete(from);
        to.destroy();
      });
      from.pipe(to);
    }
    client.on('data', (chunk: Buffer) => {
      this.requests.push(...(chunk.toString('latin1').match(request) ?? []));
    });
  }
}
