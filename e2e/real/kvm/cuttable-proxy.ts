import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { FrameDecoder, messageTypes, programs } from '@orrery/libvirt/rpc/frame.ts';

/** Every procedure that tells figures, of one domain or of many (remote_protocol.x). Lists and descriptions are not among them. */
const figureProcedures = new Set([
  16, // DomainGetInfo
  64, // DomainBlockStats
  65, // DomainInterfaceStats
  159, // DomainMemoryStats
  227, // NodeGetCPUStats
  228, // NodeGetMemoryStats
  243, // DomainBlockStatsFlags
  262, // DomainGetCPUStats
  344, // ConnectGetAllDomainStats
]);

/** Stands between Orrery and one libvirt daemon: counts the calls for figures that pass, and can be cut. */
export class CuttableProxy {
  readonly #target: { host: string; port: number };
  #server: Server | null = null;
  readonly #sockets = new Set<Socket>();
  port = 0;
  calls = 0;

  constructor(target: string) {
    const [host = '', port = ''] = target.split(':');
    this.#target = { host, port: Number(port) };
  }

  /** The daemon's own address, so that what else listens there is found by it. */
  get host(): string {
    return this.#target.host;
  }

  /** On the same port each time. */
  async open(): Promise<void> {
    const server = createServer(client => this.#pass(client));
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(this.port, this.host, resolve);
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
    const daemon = connect(this.#target);
    const decoder = new FrameDecoder();
    for (const [from, to] of [
      [client, daemon],
      [daemon, client],
    ] as const) {
      this.#sockets.add(from);
      from.on('error', () => to.destroy());
      from.on('close', () => {
        this.#sockets.delete(from);
        to.destroy();
      });
      from.pipe(to);
    }
    client.on('data', (chunk: Buffer) =>
      decoder.push(chunk, frame => {
        const isCall = frame.program === programs.remote && frame.type === messageTypes.call;
        if (isCall && figureProcedures.has(frame.procedure)) this.calls++;
      }),
    );
  }
}
