import { Agent, request } from 'undici';
import { VimTransportError } from '../errors.ts';
import { connector, type HttpOptions } from '../transport/http.ts';
import { transportError } from '../transport/transport-error.ts';

export interface RestOptions {
  endpoint: HttpOptions;
  username: string;
  password: string;
}

export interface RestCall {
  method: 'GET' | 'POST' | 'DELETE';
  /** Beneath `/rest`, such as `/com/vmware/content/library`. */
  path: string;
  body?: unknown;
  signal: AbortSignal;
  deadlineMs?: number;
}

/** The server has answered, and not with what was asked for. */
export class RestError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = 'RestError';
    this.status = status;
  }
}

const sessionPath = '/com/vmware/cis/session';

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What is wrong, in the server's words: `{ value: { messages: [{ default_message }] } }`. */
export function wordsOf(answer: unknown): string {
  const value = isObject(answer) ? answer['value'] : undefined;
  const messages = isObject(value) ? value['messages'] : undefined;
  const first: unknown = Array.isArray(messages) ? messages.at(0) : undefined;
  const words = isObject(first) ? first['default_message'] : undefined;
  return typeof words === 'string' ? words : '';
}

/** A login at the REST side of a vCenter, beside that of its SOAP API. Begun when the first call needs it. */
export class RestSession {
  readonly #options: RestOptions;
  readonly #agent: Agent;
  #token: string | null = null;

  constructor(options: RestOptions) {
    this.#options = options;
    const { endpoint } = options;
    this.#agent = new Agent({
      connect: connector(endpoint),
      connections: 4,
      headersTimeout: 0,
      bodyTimeout: endpoint.limits.stallMs,
    });
  }

  /** What stands under `value` in the answer. A session that has expired is renewed, once. */
  async call(call: RestCall): Promise<unknown> {
    const had = this.#token;
    this.#token ??= await this.#logIn(call.signal);
    try {
      return await this.#send(call, { 'vmware-api-session-id': this.#token });
    } catch (error) {
      if (!(error instanceof RestError) || error.status !== 401 || had === null) throw error;
      this.#token = await this.#logIn(call.signal);
      return this.#send(call, { 'vmware-api-session-id': this.#token });
    }
  }

  async close(): Promise<void> {
    const token = this.#token;
    this.#token = null;
    if (token !== null)
      await this.#send(
        { method: 'DELETE', path: sessionPath, signal: AbortSignal.timeout(2_000) },
        { 'vmware-api-session-id': token },
      ).catch(() => undefined);
    await this.#agent.destroy();
  }

  async #logIn(signal: AbortSignal): Promise<string> {
    const { username, password } = this.#options;
    const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
    const token = await this.#send({ method: 'POST', path: sessionPath, signal }, { authorization });
    if (typeof token !== 'string') throw new VimTransportError('protocol', 'It is no REST API of a vCenter');
    return token;
  }

  async #send(
    { method, path, body, signal, deadlineMs }: RestCall,
    headers: Record<string, string>,
  ): Promise<unknown> {
    const { url, limits, clock } = this.#options.endpoint;
    const late = new AbortController();
    const cancel = clock.after(deadlineMs ?? limits.deadlineMs, () =>
      late.abort(new VimTransportError('timeout', 'Its REST API did not answer in time')),
    );
    try {
      const response = await request(new URL(`/rest${path}`, url), {
        method,
        dispatcher: this.#agent,
        headers: { ...headers, accept: 'application/json', 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: AbortSignal.any([signal, late.signal]),
      });
      return answerOf(response.statusCode, await response.body.text());
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof RestError) throw error;
      throw transportError(late.signal.aborted ? late.signal.reason : error);
    } finally {
      cancel();
    }
  }
}

function answerOf(status: number, text: string): unknown {
  const answer = parsed(text);
  if (status < 200 || status > 299) throw new RestError(status, wordsOf(answer) || `HTTP status ${status}`);
  return isObject(answer) ? answer['value'] : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
