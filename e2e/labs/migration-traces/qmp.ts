import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

type Reply = Record<string, unknown>;

/** QEMU's machine protocol: one JSON document a line, one command at a time. Events are not needed here. */
export class QmpClient {
  readonly #socket: Socket;
  readonly #lines: AsyncGenerator<string, void>;

  private constructor(socket: Socket) {
    this.#socket = socket;
    // What breaks the connection shows as the end of its lines.
    socket.on('error', () => {});
    this.#lines = linesOf(socket);
  }

  static async open(path: string): Promise<QmpClient> {
    const socket = connect(path);
    await once(socket, 'connect');
    const client = new QmpClient(socket);
    await client.#next();
    await client.run('qmp_capabilities');
    return client;
  }

  async run(execute: string, args: Reply = {}): Promise<Reply> {
    this.#socket.write(`${JSON.stringify({ execute, arguments: args })}\n`);
    for (;;) {
      const reply = await this.#next();
      if ('error' in reply) throw new Error(`${execute}: ${JSON.stringify(reply['error'])}`);
      if (isRecord(reply['return'])) return reply['return'];
      if (Array.isArray(reply['return'])) return { items: reply['return'] };
    }
  }

  close(): void {
    this.#socket.destroy();
  }

  async #next(): Promise<Reply> {
    const line = await this.#lines.next();
    if (line.done === true) throw new Error('QEMU closed the connection');
    const reply: unknown = JSON.parse(line.value);
    if (!isRecord(reply)) throw new Error(`Not a QMP message: ${line.value}`);
    return reply;
  }
}

async function* linesOf(socket: Socket): AsyncGenerator<string, void> {
  let rest = '';
  socket.setEncoding('utf8');
  for await (const chunk of socket) {
    const lines = `${rest}${String(chunk)}`.split('\n');
    rest = lines.pop() ?? '';
    yield* lines.filter(line => line.trim() !== '');
  }
}

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A number inside of a reply, 0 where there is none: QEMU leaves out what is not known yet. */
export function numberAt(reply: unknown, ...path: string[]): number {
  const found = path.reduce<unknown>((at, key) => (isRecord(at) ? at[key] : undefined), reply);
  return typeof found === 'number' ? found : 0;
}
