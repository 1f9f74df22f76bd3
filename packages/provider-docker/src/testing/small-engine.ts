import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { EngineApi } from '../engine/engine-api.ts';

export interface SmallAnswer {
  status?: number;
  body?: object;
}

/** Answers as an engine does where a real one cannot be made to at the right moment. Knows what it is asked as `GET /path`. */
export class SmallEngine {
  readonly asked: string[] = [];
  readonly #server: Server;
  readonly api: EngineApi;

  private constructor(server: Server) {
    this.#server = server;
    // A server that listens on TCP has an AddressInfo.
    const { port } = server.address() as AddressInfo;
    this.api = new EngineApi({ transport: 'tcp', host: '127.0.0.1', port }, Infinity);
  }

  /** What it has no answer to is not there. */
  static async open(answer: (asked: string) => SmallAnswer | undefined): Promise<SmallEngine> {
    const server = createServer((request, response) => {
      const asked = `${request.method} ${decodeURIComponent(request.url?.split('?')[0] ?? '')}`;
      engine.asked.push(asked);
      const { status = 200, body } = answer(asked) ?? { status: 404, body: { message: 'No such thing' } };
      // It reads what it is sent before it answers.
      request.resume().once('end', () => {
        response.writeHead(status, { 'content-type': 'application/json' });
        response.end(body && JSON.stringify(body));
      });
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    const engine = new SmallEngine(server);
    return engine;
  }

  async close(): Promise<void> {
    this.api.close();
    await new Promise<void>(resolve => this.#server.close(() => resolve()));
  }
}
