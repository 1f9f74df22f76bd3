import { IncomingMessage } from 'node:http';
import type { Agent } from 'node:http';
import Docker from 'dockerode';
import type { Endpoint } from '../settings.ts';
import { agentOf } from './agent.ts';
import { toEngineError } from './engine-error.ts';

export interface CallOptions {
  signal?: AbortSignal;
  /** For the whole answer; a stream's is for its beginning. */
  deadlineMs?: number;
}

type Query = Record<string, string | number | boolean | undefined>;

export interface Request {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  path: string;
  query?: Query;
  body?: object;
  /** A body of bytes instead. */
  content?: NodeJS.ReadableStream;
  /** Credentials for a registry. */
  authconfig?: { username: string; password: string; serveraddress: string };
}

const defaultDeadlineMs = 15_000;
/** 304: it is so already. */
const good = { 200: true, 201: true, 204: true, 304: true };

/** What an engine is called through: its HTTP API (v1.41 and later), with a deadline on every call. */
export class EngineApi {
  /** For what has a protocol of its own: exec, attach, logs, progress. */
  readonly docker: Docker;
  readonly #agent: Agent;
  readonly #closed = new AbortController();

  constructor(endpoint: Endpoint, maxSockets: number) {
    this.#agent = agentOf(endpoint, maxSockets);
    // The modem takes an agent; its types do not know that.
    const options: Docker.DockerOptions & { agent: Agent } = { ...connection(endpoint), agent: this.#agent };
    this.docker = new Docker(options);
  }

  /** Ends all calls and connections. */
  close(): void {
    this.#closed.abort(new Error('The connection was closed'));
    this.#agent.destroy();
  }

  async get<T>(path: string, query: Query = {}, options: CallOptions = {}): Promise<T> {
    return this.send<T>({ method: 'GET', path, query }, options);
  }

  async send<T = unknown>(request: Request, options: CallOptions = {}): Promise<T> {
    const { signal, isLate } = this.#limits(options);
    try {
      const answer = await this.#dial(request, signal, false);
      // The engine's answers have the form that its API documents; fields that some versions lack are optional there.
      return answer as T;
    } catch (error) {
      throw toEngineError(error, { late: isLate(), aborted: options.signal?.aborted === true });
    }
  }

  /** An answer that goes on. The deadline ends with its first byte; `options.signal` ends it at any time. */
  async stream(request: Request, options: CallOptions = {}): Promise<IncomingMessage> {
    const ending = new AbortController();
    const begin = setTimeout(() => ending.abort(new Error('late')), options.deadlineMs ?? defaultDeadlineMs);
    const signals = [ending.signal, this.#closed.signal, ...(options.signal ? [options.signal] : [])];
    try {
      const answer = await this.#dial(request, AbortSignal.any(signals), true);
      if (!(answer instanceof IncomingMessage)) throw new Error('The engine sent no stream');
      return answer;
    } catch (error) {
      throw toEngineError(error, {
        late: ending.signal.aborted,
        aborted: options.signal?.aborted === true,
      });
    } finally {
      clearTimeout(begin);
    }
  }

  #limits({ signal, deadlineMs = defaultDeadlineMs }: CallOptions) {
    const late = AbortSignal.timeout(deadlineMs);
    const all = [late, this.#closed.signal, ...(signal ? [signal] : [])];
    return { signal: AbortSignal.any(all), isLate: () => late.aborted };
  }

  #dial(request: Request, abortSignal: AbortSignal, isStream: boolean): Promise<unknown> {
    const { method, path, query = {}, body, content, authconfig } = request;
    const defined = Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined));
    abortSignal.throwIfAborted();
    return new Promise((resolve, reject) => {
      this.docker.modem.dial(
        {
          method,
          // The modem adds the query to a path that ends in "?", and cuts a character off one that has no query.
          path: Object.keys(defined).length > 0 ? `${path}?` : path,
          options: { _query: defined, _body: body ?? {} },
          ...(authconfig ? { authconfig } : {}),
          ...(content ? { file: content } : {}),
          isStream,
          abortSignal,
          statusCodes: good,
        },
        (error, answer) => (error ? reject(error) : resolve(answer)),
      );
    });
  }
}

/** `host` is always given: left out, the modem takes it from DOCKER_HOST in the environment. */
function connection(endpoint: Endpoint): Docker.DockerOptions {
  if (endpoint.transport === 'unix') return { socketPath: endpoint.socketPath, host: undefined };
  const { host, port } = endpoint;
  // To the modem an engine behind ssh is one that speaks in clear: the agent carries it.
  if (endpoint.transport !== 'tls') return { protocol: 'http', host, port };
  const { ca, cert, key } = endpoint;
  return { protocol: 'https', host, port, ca, cert, key };
}
