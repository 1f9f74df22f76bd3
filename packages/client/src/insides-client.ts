import { type LogLine, logLineSchema } from '@orrery/contract/inside/logs.ts';
import { errorOf } from './orrery-error.ts';
import type { Call, Transport } from './transport.ts';

export interface LogQuery {
  tail?: number;
  /** ISO 8601. */
  since?: string | undefined;
  search?: string;
  follow?: boolean;
}

/** What instances write, and files in and out of them. Reach it as `orrery.insides`. */
export class InsidesClient {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** Line by line; with `follow` until the signal ends it, or what one may see does. */
  async *logs(instance: string, query: LogQuery = {}, signal?: AbortSignal): AsyncGenerator<LogLine> {
    const call: Call = { params: { id: instance }, query: { ...query }, signal };
    const answer = await this.#transport.send('instanceLogs', call, { headers: {} });
    if (!answer.ok) throw await errorOf(answer);
    if (answer.body === null) return;
    for await (const text of linesOf(answer.body)) yield logLineSchema.parse(JSON.parse(text));
  }

  /** A tar of a file or folder. */
  async readFiles(instance: string, path: string, signal?: AbortSignal): Promise<Response> {
    const call: Call = { params: { id: instance }, query: { path }, signal };
    const answer = await this.#transport.send('readFiles', call, { headers: {} });
    if (!answer.ok) throw await errorOf(answer);
    return answer;
  }

  /** Unpacks a tar into a folder. */
  async writeFiles(instance: string, path: string, tar: Blob, signal?: AbortSignal): Promise<void> {
    const call: Call = { params: { id: instance }, query: { path }, signal };
    const headers = { 'content-type': 'application/x-tar' };
    const answer = await this.#transport.send('writeFiles', call, { headers, body: tar });
    if (!answer.ok) throw await errorOf(answer);
  }
}

async function* linesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  try {
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      const lines = (rest + decoder.decode(piece.value, { stream: true })).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) if (line !== '') yield line;
    }
    if (rest !== '') yield rest;
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
