import type { GlobalRole, ProjectRole } from '@orrery/contract/identity/roles.ts';
import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { sessionCookie } from '../../authn/cookie.ts';
import { csrfTokenOf } from '../../authn/secrets.ts';
import { startSession } from '../../authn/sessions.ts';
import { createToken } from '../../authn/tokens.ts';
import { setMember } from '../../identity/members.ts';
import { createUser } from '../../identity/users.ts';
import type { TestBff } from './test-bff.ts';

export interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
  /** Parsed; undefined when there is no JSON. */
  json: unknown;
  /** Of a problem; undefined otherwise. */
  code: string | undefined;
}

export interface CallOptions {
  method?: string;
  headers?: Record<string, string>;
  body?: unknown;
}

/** One request, byte for byte as asked: fetch would set or refuse Origin, Host and Sec-Fetch-Site. */
export function call(bff: Pick<TestBff, 'url'>, path: string, options: CallOptions = {}): Promise<Answer> {
  const { hostname, port } = new URL(bff.url);
  const body = typeof options.body === 'string' ? options.body : JSON.stringify(options.body);
  const headers = {
    ...(body !== undefined && { 'content-type': 'application/json' }),
    ...(body !== undefined && { 'content-length': String(Buffer.byteLength(body)) }),
    ...options.headers,
  };
  return new Promise((resolve, reject) => {
    const outgoing = request({ hostname, port, path, method: options.method ?? 'GET', headers }, response => {
      text(response).then(
        content => resolve(answer(response.statusCode ?? 0, response.headers, content)),
        reject,
      );
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

function answer(status: number, headers: Answer['headers'], content: string): Answer {
  const isJson = /\bjson\b/.test(String(headers['content-type']));
  const json: unknown = isJson && content !== '' ? JSON.parse(content) : undefined;
  return { status, headers, text: content, json, code: textOf(json, 'code') };
}

/** A text field of an unknown value. */
export function textOf(value: unknown, name: string): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const field: unknown = Reflect.get(value, name);
  return typeof field === 'string' ? field : undefined;
}

export interface Somebody {
  id: string;
  username: string;
  password: string;
  /** Headers of a browser session, CSRF token included. */
  cookie: Record<string, string>;
}

let made = 0;

export interface Rights {
  role?: GlobalRole | null;
  in?: Record<string, ProjectRole>;
}

/** A new user with an open session. */
export async function somebody(bff: TestBff, rights: Rights = {}): Promise<Somebody> {
  const username = `user-${++made}`;
  const password = `password of ${username}`;
  const role = rights.role ?? null;
  const id = await createUser(bff.identity, { username, password, role, displayName: null });
  for (const [project, projectRole] of Object.entries(rights.in ?? {}))
    await setMember(bff.identity, { project, user: id, role: projectRole });
  return { id, username, password, cookie: await sessionHeaders(bff, id) };
}

export async function sessionHeaders(bff: TestBff, userId: string): Promise<Record<string, string>> {
  const { token } = await startSession(bff.identity, userId);
  return { cookie: `${sessionCookie}=${token}`, 'x-csrf-token': csrfTokenOf(token) };
}

export async function tokenHeaders(bff: TestBff, userId: string): Promise<Record<string, string>> {
  const { token } = await createToken(bff.identity, { userId, name: 'test', expiresInDays: 1 });
  return { authorization: `Bearer ${token}` };
}
