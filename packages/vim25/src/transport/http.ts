import type { TLSSocket } from 'node:tls';
import { Agent, buildConnector, type Dispatcher, request } from 'undici';
import type { Clock } from '../clock.ts';
import { VimTransportError } from '../errors.ts';
import type { Limits } from '../limits.ts';
import { checkFingerprint, endpointOf, type TlsOptions, tlsOptions } from './tls.ts';
import { transportError } from './transport-error.ts';

export interface HttpOptions {
  url: URL;
  tls: TlsOptions;
  clock: Clock;
  limits: Limits;
}

export interface Post {
  body: string;
  headers: Record<string, string>;
  deadlineMs: number;
  signal?: AbortSignal | undefined;
  /** On a connection beside the others: this one waits. */
  waits?: boolean;
}

export interface Answer {
  status: number;
  bytes: Uint8Array;
  gzip: boolean;
  cookie: string | null;
  ms: number;
}

/** TLS to one server, checked before the first byte of a request leaves. */
export function connector({
  url,
  tls,
  limits,
}: Pick<HttpOptions, 'url' | 'tls' | 'limits'>): buildConnector.connector {
  const connect = buildConnector({
    ...tlsOptions(tls, endpointOf(url)),
    timeout: limits.connectTimeoutMs,
    // A resumed session shows no certificate to compare.
    maxCachedSessions: 0,
    keepAlive: true,
  });
  return (options, callback) =>
    connect(options, (...result) => {
      const [error, socket] = result;
      if (error) return callback(error, null);
      try {
        // On https the connector makes TLS sockets.
        if (url.protocol === 'https:') checkFingerprint(socket as TLSSocket, tls);
      } catch (refused) {
        socket.destroy();
        return callback(transportError(refused), null);
      }
      return callback(null, socket);
    });
}

const header = (value: string | string[] | undefined): string | null =>
  (Array.isArray(value) ? value[0] : value) ?? null;

/** POST requests to one server over connections that are kept. */
export class HttpTransport {
  readonly #options: HttpOptions;
  readonly #calls: Agent;
  readonly #waits: Agent;
  bytesIn = 0;
  bytesOut = 0;
  requests = 0;

  constructor(options: HttpOptions) {
    this.#options = options;
    const shared = {
      connect: connector(options),
      pipelining: 1,
      headersTimeout: 0,
      bodyTimeout: options.limits.stallMs,
      // vCenter closes idle connections after two minutes.
      keepAliveTimeout: 60_000,
    };
    this.#calls = new Agent({ ...shared, connections: options.limits.connections });
    this.#waits = new Agent({ ...shared, connections: 4 });
  }

  async post(post: Post): Promise<Answer> {
    const { clock } = this.#options;
    const began = clock.now();
    const late = new AbortController();
    const cancel = clock.after(post.deadlineMs, () =>
      late.abort(new VimTransportError('timeout', `It did not answer within ${post.deadlineMs / 1000} s`)),
    );
    const signal = post.signal ? AbortSignal.any([late.signal, post.signal]) : late.signal;
    try {
      signal.throwIfAborted();
      const answer = await this.#send(post, signal);
      return { ...answer, ms: clock.now() - began };
    } catch (error) {
      post.signal?.throwIfAborted();
      throw transportError(late.signal.aborted ? late.signal.reason : error);
    } finally {
      cancel();
    }
  }

  async #send({ body, headers, waits }: Post, signal: AbortSignal): Promise<Omit<Answer, 'ms'>> {
    this.requests++;
    this.bytesOut += Buffer.byteLength(body);
    const response = await request(this.#options.url, {
      method: 'POST',
      dispatcher: waits === true ? this.#waits : this.#calls,
      headers,
      body,
      signal,
    });
    return {
      status: response.statusCode,
      bytes: await this.#read(response.body),
      gzip: header(response.headers['content-encoding']) === 'gzip',
      cookie: header(response.headers['set-cookie']),
    };
  }

  async #read(body: Dispatcher.ResponseData['body']): Promise<Uint8Array> {
    const { maxAnswerBytes } = this.#options.limits;
    const pieces: Buffer[] = [];
    let length = 0;
    for await (const piece of body) {
      // undici's bodies are streams of buffers.
      const buffer = piece as Buffer;
      length += buffer.length;
      if (length > maxAnswerBytes) {
        body.destroy();
        throw new VimTransportError('protocol', `The answer is larger than ${maxAnswerBytes} bytes`);
      }
      pieces.push(buffer);
    }
    this.bytesIn += length;
    return Buffer.concat(pieces, length);
  }

  /** Ends everything under way. */
  async close(): Promise<void> {
    await Promise.all([this.#calls.destroy(), this.#waits.destroy()]);
  }
}
