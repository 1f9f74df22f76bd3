import { ApiError, problemOf } from './problem.ts';

type RequestOptions = {
  method?: string;
  body?: unknown;
  csrfToken?: string | undefined;
  signal?: AbortSignal;
};

/** One JSON request to the BFF. Throws ApiError; returns undefined for 204. */
export async function request(path: string, options: RequestOptions = {}): Promise<unknown> {
  const headers: Record<string, string> = { accept: 'application/json' };
  if (options.body !== undefined) headers['content-type'] = 'application/json';
  if (options.csrfToken) headers['x-csrf-token'] = options.csrfToken;
  const response = await fetch(`/api/v1${path}`, {
    method: options.method ?? 'GET',
    headers,
    credentials: 'same-origin',
    ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
    ...(options.signal ? { signal: options.signal } : {}),
  }).catch((cause: unknown) => {
    throw unreachable(cause);
  });
  if (!response.ok) throw new ApiError(await problemOf(response));
  return response.status === 204 ? undefined : response.json();
}

function unreachable(cause: unknown): unknown {
  if (cause instanceof DOMException && cause.name === 'AbortError') return cause;
  return new ApiError({
    type: 'about:blank',
    title: 'The Orrery server does not answer',
    detail: 'Check that it is running and that this machine reaches it.',
    status: 0,
    code: 'network',
    reasons: [],
  });
}
