import type { RouteSpec } from '@orrery/contract/http/route.ts';
import { routes } from '@orrery/contract/http/routes.ts';
import { errorOf, networkError } from './orrery-error.ts';

export interface TransportOptions {
  /** Such as `https://orrery.example`. Default: the page's own origin. */
  url?: string | undefined;
  /** API token; a function when it may change. Without one, the session cookie is used. */
  token?: string | (() => string | undefined) | undefined;
  /** Cookie header for programs without a cookie jar (Node). */
  cookie?: (() => string | undefined) | undefined;
  fetch?: typeof fetch | undefined;
}

export interface Call {
  params?: Record<string, string>;
  query?: Record<string, string | number | boolean | null | undefined>;
  body?: unknown;
  idempotencyKey?: string | undefined;
  signal?: AbortSignal | undefined;
}

const byId = new Map(routes.map(route => [route.id, route]));

/** Finds a route of the contract by its id (the operationId of the OpenAPI document). */
export function routeOf(id: string): RouteSpec {
  const route = byId.get(id);
  if (route === undefined) throw new Error(`The API has no operation ${id}`);
  return route;
}

/** Sends requests as the contract's route table describes them. */
export class Transport {
  readonly #options: TransportOptions;
  #csrfToken: string | undefined;

  constructor(options: TransportOptions) {
    this.#options = options;
  }

  /** Sent with every changing request from now on; comes with each session answer. */
  set csrfToken(token: string | undefined) {
    this.#csrfToken = token;
  }

  /** The answer's body, unchecked; undefined for 204. Throws OrreryError. */
  async call(id: string, call: Call = {}): Promise<unknown> {
    const route = routeOf(id);
    const fetching = this.#options.fetch ?? globalThis.fetch;
    const init: RequestInit = {
      method: route.method,
      headers: this.#headers(route, call),
      credentials: 'same-origin',
    };
    if (call.body !== undefined) init.body = JSON.stringify(call.body);
    if (call.signal !== undefined) init.signal = call.signal;
    const response = await fetching(this.#address(route, call), init).catch((cause: unknown) => {
      if (call.signal?.aborted) throw cause;
      throw networkError(cause);
    });
    if (!response.ok) throw await errorOf(response);
    return response.status === 204 ? undefined : response.json();
  }

  /** For bytes: the answer itself, whatever it is. Throws OrreryError when there is none. */
  async send(
    id: string,
    call: Call,
    init: { headers: Record<string, string>; body?: BodyInit },
  ): Promise<Response> {
    const route = routeOf(id);
    const fetching = this.#options.fetch ?? globalThis.fetch;
    const headers = { ...this.#headers(route, call), ...init.headers };
    const options: RequestInit = { method: route.method, credentials: 'same-origin', ...init, headers };
    if (call.signal !== undefined) options.signal = call.signal;
    return fetching(this.#address(route, call), options).catch((cause: unknown) => {
      if (call.signal?.aborted) throw cause;
      throw networkError(cause);
    });
  }

  #address(route: RouteSpec, { params = {}, query = {} }: Call): string {
    const path = route.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
      const value = params[name];
      if (value === undefined) throw new Error(`${route.id} needs the parameter ${name}`);
      return encodeURIComponent(value);
    });
    const search = new URLSearchParams();
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined && value !== null) search.set(name, String(value));
    }
    const asked = search.size > 0 ? `?${search.toString()}` : '';
    return `${this.#options.url ?? ''}/api/v1${path}${asked}`;
  }

  #headers(route: RouteSpec, { body, idempotencyKey }: Call): Record<string, string> {
    const { token, cookie } = this.#options;
    const bearer = typeof token === 'function' ? token() : token;
    const jar = cookie?.();
    return {
      accept: 'application/json',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
      ...(jar === undefined ? {} : { cookie: jar }),
      ...(route.method !== 'GET' && this.#csrfToken ? { 'x-csrf-token': this.#csrfToken } : {}),
      ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
    };
  }
}
