import { type Session, sessionSchema } from '@orrery/contract/http/bodies.ts';
import { type Operation, operationSchema } from '@orrery/contract/resources/operation.ts';
import { until } from './until.ts';

interface ListedRow {
  id: string;
  name: string;
  status: string;
  [field: string]: unknown;
}

/** A signed-in caller of the fixed REST surface, as somebody's script would be one. */
export class ApiSession {
  readonly url: string;
  readonly cookie: string;
  readonly session: Session;

  private constructor(url: string, cookie: string, session: Session) {
    this.url = url;
    this.cookie = cookie;
    this.session = session;
  }

  static async login(url: string, username: string, password: string): Promise<ApiSession> {
    const response = await fetch(`${url}/api/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username, password }),
    });
    if (!response.ok) throw new Error(`Login of ${username}: ${response.status} ${await response.text()}`);
    const cookie = response.headers
      .getSetCookie()
      .map(c => c.split(';')[0])
      .join('; ');
    return new ApiSession(url, cookie, sessionSchema.parse(await response.json()));
  }

  async request(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Response> {
    return await fetch(`${this.url}/api/v1${path}`, {
      method,
      headers: {
        cookie: this.cookie,
        'x-csrf-token': this.session.csrfToken,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }

  /** The answer as JSON; throws with the problem's text unless it is a success. */
  async json(method: string, path: string, body?: unknown): Promise<unknown> {
    const response = await this.request(method, path, body);
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return text === '' ? null : JSON.parse(text);
  }

  async list(collection: string, q = ''): Promise<ListedRow[]> {
    const page = await this.json('GET', `/${collection}?limit=1000&q=${encodeURIComponent(q)}`);
    // Validated against the contract by the BFF's own tests; here only these fields are read.
    return (page as { items: ListedRow[] }).items;
  }

  async named(collection: string, name: string): Promise<ListedRow | undefined> {
    return (await this.list(collection)).find(row => row.name === name);
  }

  async act(collection: string, id: string, action: string, args: object = {}): Promise<Operation> {
    const reply = await this.json('POST', `/${collection}/${encodeURIComponent(id)}/actions/${action}`, args);
    return operationSchema.parse((reply as { operation: unknown }).operation); // parse checks what the cast assumes
  }

  async operation(id: string): Promise<Operation> {
    return operationSchema.parse(await this.json('GET', `/operations/${id}`));
  }

  /** Waits until it has ended, however. */
  async ended(id: string, timeoutMs = 60_000): Promise<Operation> {
    return await until(
      `operation ${id} has ended`,
      async () => {
        const operation = await this.operation(id);
        return ['succeeded', 'failed', 'cancelled'].includes(operation.status) ? operation : false;
      },
      timeoutMs,
    );
  }

  /** A project with one member who has a password; returns the member's own session. */
  async tenant(name: string): Promise<{ project: string; tenant: ApiSession; password: string }> {
    const password = `pass-word-of-${name}`;
    const idOf = (reply: unknown) => (reply as { id: string }).id; // every resource has an id
    const project = idOf(await this.json('POST', '/projects', { name }));
    const user = idOf(await this.json('POST', '/users', { username: `user-${name}`, password }));
    await this.json('PUT', `/projects/${encodeURIComponent(project)}/members/${encodeURIComponent(user)}`, {
      role: 'member',
    });
    return { project, tenant: await ApiSession.login(this.url, `user-${name}`, password), password };
  }
}
