import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** What a network, or a server behind it, can do to whoever depends on it. */
export const toxics = ['latency', 'bandwidth', 'slicing', 'slow-close', 'timeout', 'down'] as const;
export type Toxic = (typeof toxics)[number];

/** Milliseconds that each piece is late, each way. */
const latencyMs = 1_000;
/** Bytes a second, each way. */
const bandwidth = 2_048;
/** Pieces of one byte follow one another after this. */
const sliceMs = 1;
/** So long an end is kept back. */
const closeMs = 10_000;
/** A slice ends here, and the rest comes in one piece: a hostile peer would not have the patience either. */
const slicedBytes = 4_096;

/** Stands between Orrery and one server, whatever they speak, and does to what passes what the toxic says. */
export class ToxicTcp {
  readonly #target: { host: string; port: number };
  readonly #sockets = new Set<Socket>();
  #server: Server | null = null;
  #toxic: Toxic | null = null;
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

  /** From now on, for what is open and what comes; null heals. */
  async become(toxic: Toxic | null): Promise<void> {
    const wasDown = this.#server === null;
    this.#toxic = toxic;
    if (toxic === 'down') await this.close();
    else if (wasDown) await this.open();
    // What hung does not come back to life by itself: whoever waits has to find out.
  }

  async close(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    for (const socket of this.#sockets) socket.destroy();
    this.#sockets.clear();
    await new Promise<void>(resolve => (server ? server.close(() => resolve()) : resolve()));
  }

  #pass(client: Socket): void {
    const server = connect(this.#target);
    this.#carry(client, server);
    this.#carry(server, client);
  }

  /** One piece after the other, so that none overtakes; reading stops while one is on its way. */
  #carry(from: Socket, to: Socket): void {
    this.#sockets.add(from);
    from.on('error', () => to.destroy());
    from.on('close', () => {
      this.#sockets.delete(from);
      if (this.#toxic === 'slow-close') setTimeout(() => to.destroy(), closeMs).unref();
      else to.destroy();
    });
    from.on('data', (piece: Buffer) => {
      from.pause();
      void this.#deliver(piece, to).finally(() => from.resume());
    });
  }

  async #deliver(piece: Buffer, to: Socket): Promise<void> {
    switch (this.#toxic) {
      case 'timeout':
        return;
      case 'latency':
        await pause(latencyMs);
        break;
      case 'bandwidth':
        await pause((1_000 * piece.length) / bandwidth);
        break;
      case 'slicing':
        return slice(piece, to);
      case 'slow-close':
      case 'down':
      case null:
        break;
    }
    if (to.writable) to.write(piece);
  }
}

async function slice(piece: Buffer, to: Socket): Promise<void> {
  to.setNoDelay(true);
  for (const byte of piece.subarray(0, slicedBytes)) {
    if (!to.writable) return;
    to.write(Buffer.of(byte));
    await pause(sliceMs);
  }
  if (to.writable) to.write(piece.subarray(slicedBytes));
}

function pause(milliseconds: number): Promise<void> {
  return new Promise(resolve => {
    setTimeout(resolve, milliseconds);
  });
}
