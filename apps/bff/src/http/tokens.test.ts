import { afterAll, beforeAll, expect, it } from 'vitest';
import { call, type Somebody, somebody, textOf } from './testing/caller.ts';
import { startTestBff, type TestBff } from './testing/test-bff.ts';

let bff: TestBff;
let user: Somebody;

beforeAll(async () => {
  bff = await startTestBff();
  user = await somebody(bff, { role: 'viewer' });
});
afterAll(() => bff.close());

const make = async (body: object) => {
  const answer = await call(bff, '/api/v1/tokens', { method: 'POST', headers: user.cookie, body });
  return { answer, id: textOf(answer.json, 'id') ?? '', token: textOf(answer.json, 'token') ?? '' };
};
const use = (token: string, path = '/api/v1/hosts') =>
  call(bff, path, { headers: { authorization: `Bearer ${token}` } });

it('acts for its user until it is revoked, and is shown once', async () => {
  const { id, token } = await make({ name: 'script' });
  expect(token).toMatch(/^ory_[\w-]{43}$/);
  expect((await use(token)).status).toBe(200);
  const list = await call(bff, '/api/v1/tokens', { headers: user.cookie });
  expect(list.json).toMatchObject({
    items: [{ id, name: 'script', lastUsedAt: '2026-03-01T12:00:00.000Z' }],
  });
  expect(list.text).not.toContain(token);
  expect(bff.logged()).not.toContain(token);
  const gone = await call(bff, `/api/v1/tokens/${id}`, { method: 'DELETE', headers: user.cookie });
  expect(gone.status).toBe(204);
  expect(bff.changes).toContainEqual({ credential: id });
  expect((await use(token)).code).toBe('session.required');
});

it('ends by itself', async () => {
  const { token } = await make({ name: 'a day', expiresInDays: 1 });
  bff.clock.advance(86_400_000 + 1);
  expect((await use(token)).code).toBe('session.required');
  user = { ...user, ...(await somebody(bff, { role: 'viewer' })) };
});

it('may be without end, and says so', async () => {
  const { token, answer } = await make({ name: 'for good', expiresInDays: null });
  expect(answer.json).toMatchObject({ expiresAt: null });
  bff.clock.advance(10 * 365 * 86_400_000);
  expect((await use(token, '/api/v1/session')).json).toMatchObject({ expiresAt: '9999-12-31T23:59:59.999Z' });
  user = { ...user, ...(await somebody(bff, { role: 'viewer' })) };
});

it('belongs to its maker: nobody else can revoke it', async () => {
  const { id, token } = await make({ name: 'mine' });
  const other = await somebody(bff, { role: 'admin' });
  const answer = await call(bff, `/api/v1/tokens/${id}`, { method: 'DELETE', headers: other.cookie });
  expect(answer.code).toBe('resource.not-found');
  expect((await use(token)).status).toBe(200);
});

it.each(['', 'ory_', 'ory_wrong', 'Bearer', `ory_${'x'.repeat(5_000)}`, "ory_' or 1=1 --", 'ory_\u00e9'])(
  'is nothing but the exact text: %j',
  async token => {
    expect((await use(token)).code).toBe('session.required');
  },
);

it('is never taken from the URL', async () => {
  const { token } = await make({ name: 'leak' });
  for (const name of ['token', 'access_token', 'authorization', 'orrery_session'])
    expect((await call(bff, `/api/v1/session?${name}=${token}`)).code).toBe('session.required');
  expect(bff.logged()).not.toContain(token);
});
