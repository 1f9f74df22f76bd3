import { problemSchema } from '@orrery/contract/errors/problem.ts';
import { routes } from '@orrery/contract/http/routes.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createProject } from '../identity/projects.ts';
import { type Answer, call, type Somebody, somebody } from './testing/caller.ts';
import { anInstance } from './testing/samples.ts';
import { startTestBff, type TestBff } from './testing/test-bff.ts';

let bff: TestBff;
let admin: Somebody;

beforeAll(async () => {
  bff = await startTestBff();
  admin = await somebody(bff, { role: 'admin' });
});
afterAll(() => bff.close());

function expectProblem(answer: Answer): void {
  expect(answer.headers['content-type']).toBe('application/problem+json');
  expect(answer.headers['cache-control']).toBe('no-store');
  const problem = problemSchema.parse(answer.json);
  expect(problem).toMatchObject({ status: answer.status, type: `/problems/${problem.code}` });
}

const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  call(bff, path, { method: 'POST', headers: { ...admin.cookie, ...headers }, body });

describe('every failure is a problem with a code', () => {
  it.each<[string, () => Promise<Answer>, string]>([
    ['no session', () => call(bff, '/api/v1/session'), 'session.required'],
    ['unknown route', () => call(bff, '/api/v1/nothing', { headers: admin.cookie }), 'route.not-found'],
    ['outside the API', () => call(bff, '/api/v2/session'), 'route.not-found'],
    ['wrong method', () => call(bff, '/api/v1/audit', { method: 'DELETE' }), 'route.not-found'],
    ['unknown row', () => call(bff, '/api/v1/hosts/none', { headers: admin.cookie }), 'resource.not-found'],
    ['malformed JSON', () => post('/api/v1/projects', '{"name": '), 'request.invalid'],
    ['JSON that is no object', () => post('/api/v1/projects', '"text"'), 'request.invalid'],
    ['no body', () => post('/api/v1/projects', undefined), 'request.invalid'],
    [
      'another type',
      () => post('/api/v1/projects', '<xml/>', { 'content-type': 'text/xml' }),
      'request.invalid',
    ],
    [
      'unknown encoding',
      () => post('/api/v1/projects', '{}', { 'content-encoding': 'no' }),
      'request.invalid',
    ],
    [
      'unknown charset',
      () => post('/api/v1/projects', '{}', { 'content-type': 'application/json; charset=no' }),
      'request.invalid',
    ],
    ['too large', () => post('/api/v1/projects', { name: 'x'.repeat(300_000) }), 'request.too-large'],
    ['malformed path', () => call(bff, '/api/v1/hosts/%E0%A4', { headers: admin.cookie }), 'request.invalid'],
    [
      'long idempotency key',
      () => post('/api/v1/projects', {}, { 'idempotency-key': 'k'.repeat(201) }),
      'request.invalid',
    ],
  ])('%s', async (_name, send, code) => {
    const answer = await send();
    expectProblem(answer);
    expect(answer.code).toBe(code);
  });

  it('names each wrong field', async () => {
    const answer = await post('/api/v1/users', {
      username: 'a b',
      password: 'short',
      role: 'king',
      extra: 1,
    });
    expect(answer.json).toMatchObject({
      code: 'request.invalid',
      reasons: [
        { field: 'username', message: 'Use letters, digits and . _ @ -' },
        { field: 'password', message: 'Use at least 8 characters' },
        { field: 'role' },
        { code: 'unrecognized_keys' },
      ],
    });
    expect(answer.text).not.toContain('short');
  });

  it('names wrong query parameters', async () => {
    const answer = await call(bff, '/api/v1/hosts?limit=5000&q=a&q=b', { headers: admin.cookie });
    expect(answer.json).toMatchObject({ reasons: [{ field: 'q' }, { field: 'limit' }] });
  });

  it('tells nothing of what broke inside, and writes it down under the request id', async () => {
    const { list } = bff.fleet.reader;
    bff.fleet.reader.list = () => {
      throw new Error('secret detail');
    };
    const answer = await call(bff, '/api/v1/hosts', { headers: admin.cookie });
    bff.fleet.reader.list = list;
    expectProblem(answer);
    expect(answer.code).toBe('internal');
    expect(answer.text).not.toContain('secret detail');
    expect(bff.logged()).toContain('secret detail');
    expect(bff.logged()).toContain(String(answer.headers['x-request-id']));
  });

  it('does not send what does not fit the contract', async () => {
    // Wrong on purpose, as a bug would be.
    bff.fleet.inventory.publish([{ ...anInstance({ id: 'lab:bad' }), vcpus: -1 }]);
    const answer = await call(bff, '/api/v1/instances/lab:bad', { headers: admin.cookie });
    bff.fleet.inventory.retract('instance', ['lab:bad']);
    expect(answer.code).toBe('internal');
  });

  it('stops a caller who asks too often', async () => {
    const strict = await startTestBff({ requestsPerWindow: 3 });
    const codes = [];
    for (let i = 0; i < 5; i++) codes.push((await call(strict, '/api/v1/session')).code);
    await strict.close();
    expect(codes).toEqual([...Array(3).fill('session.required'), 'rate.limited', 'rate.limited']);
  });
});

describe('what one may not see', () => {
  it('answers exactly as what is not there', async () => {
    const project = await createProject(bff.identity, { name: 'hidden', description: null });
    const mine = await createProject(bff.identity, { name: 'mine', description: null });
    bff.fleet.inventory.publish([anInstance({ id: 'lab:hidden', project })]);
    const tenant = await somebody(bff, { in: { [mine]: 'manager' } });
    const paths = (id: string, owner: string): [string, string, unknown?][] => [
      ['GET', `/instances/${id}`],
      ['GET', `/instances/${id}/metrics`],
      ['POST', `/instances/${id}/actions/start`, {}],
      ['GET', `/projects/${owner}`],
      ['PUT', `/projects/${owner}/members/${tenant.id}`, { role: 'reader' }],
      ['DELETE', `/projects/${owner}/members/${tenant.id}`],
    ];
    const ask = async ([method, path, body]: [string, string, unknown?]) => {
      const answer = await call(bff, `/api/v1${path}`, { method, headers: tenant.cookie, body });
      return { status: answer.status, json: { ...Object(answer.json), instance: '' } };
    };
    const none = '00000000-0000-4000-8000-000000000000';
    const there = await Promise.all(paths('lab:hidden', project).map(ask));
    const notThere = await Promise.all(paths('lab:none', none).map(ask));
    expect(there).toEqual(notThere);
    expect(there.map(answer => answer.status)).toEqual([404, 404, 404, 404, 404, 404]);
  });
});

/** What has escaped from parameters elsewhere: shells, paths, SQL, formats, HTML, headers, Unicode. */
const metacharacters = [
  "'; drop table user_account; --",
  '$(touch /tmp/pwned)',
  '`id`',
  '; id',
  '| id',
  '&& id',
  '../../../../etc/passwd',
  '..\\..\\windows',
  '/etc/passwd',
  '%2e%2e%2f',
  '\u0000',
  'a\u0000b',
  '\r\nX-Injected: yes',
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  '${7*7}',
  '{{7*7}}',
  '%s%n%x',
  '\u202etxt.exe',
  '\ud83d\ude00',
  '*',
  '%',
  '_',
  '\\',
  '__proto__',
  'constructor',
  'x'.repeat(4_000),
];

describe('strange characters in every parameter', () => {
  const withParameters = routes.filter(spec => spec.path.includes('{') && spec.id !== 'removeBackend');

  it.each(withParameters)('$method $path', async spec => {
    for (const text of metacharacters) {
      const path = spec.path.replaceAll(/\{\w+\}/g, () => encodeURIComponent(text));
      const body = spec.body ? {} : undefined;
      const answer = await call(bff, `/api/v1${path}`, { method: spec.method, headers: admin.cookie, body });
      // An answer to HEAD has no body.
      if (answer.status >= 400 && spec.method !== 'HEAD') expectProblem(answer);
      expect(answer.status, `${text} ${answer.text}`).toBeLessThan(500);
      expect(answer.headers['x-injected']).toBeUndefined();
    }
  });

  it.each(['q', 'sort', 'cursor', 'project'])('?%s=', async name => {
    for (const text of metacharacters) {
      const path = `/api/v1/instances?${name}=${encodeURIComponent(text)}`;
      const answer = await call(bff, path, { headers: admin.cookie });
      expect(answer.status, text).toBeLessThan(500);
    }
    const audit = await call(bff, `/api/v1/audit?q=${encodeURIComponent('100%_\\ "')}`, {
      headers: admin.cookie,
    });
    expect(audit.status).toBe(200);
  });
});
